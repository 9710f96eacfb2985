/** A longer line is no post: the loader takes none of this length either. */
const longestLineBytes = 16 * 1_048_576;
const lineFeed = 10;

/**
 * The lines of `chunks` as UTF-8, in batches. Of a line above 16 MiB only the beginning is given, so that memory stays
 * bounded whatever the file is. The last line needs no line feed.
 */
export async function* lineBatches(
  chunks: AsyncIterable<Buffer>,
  longest = longestLineBytes,
): AsyncGenerator<string[]> {
  let begun: Buffer[] = [];
  let begunBytes = 0;
  let isTooLong = false;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineFeed);
    if (end < 0) {
      if (isTooLong) continue;
      begun.push(chunk);
      begunBytes += chunk.length;
      isTooLong = begunBytes > longest;
      if (isTooLong) begun = [Buffer.concat(begun).subarray(0, longest)];
      continue;
    }
    // The rest of a line that was too long goes as far as its line feed.
    const start = isTooLong ? chunk.indexOf(lineFeed) : 0;
    yield textOf([...begun, chunk.subarray(start, end)]).split("\n");
    begun = [chunk.subarray(end + 1)];
    begunBytes = chunk.length - end - 1;
    isTooLong = false;
  }
  if (begun.some(({ length }) => length > 0)) yield [textOf(begun)];
}

function textOf(parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString("utf8");
}
