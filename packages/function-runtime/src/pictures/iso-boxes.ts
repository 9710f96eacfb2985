/** 10,000 boxes: real files have a few dozen; a hostile one shall not cost time. */
const maxBoxes = 10_000;

/**
 * Walks the outermost boxes of an ISO base media file (ISO/IEC 14496-12, section 4.2) while its bytes pass. The file is
 * whole when the last box that began has ended.
 */
export function watchBoxes() {
  let seen = 0;
  let nextBoxAt = 0;
  let boxes = 0;
  let unbounded = false;
  let header: Buffer = Buffer.alloc(0);

  return {
    see(chunk: Uint8Array): void {
      for (;;) {
        const from = nextBoxAt + header.length - seen;
        if (unbounded || from >= chunk.length) break;
        header = Buffer.concat([header, chunk.subarray(from, from + 16 - header.length)]);
        const size = boxSize(header);
        if (size === undefined) break;
        boxes += 1;
        // Size 0 reaches to the end of the file; less than a header is no box, and nothing more can be said.
        unbounded = size < 8 || boxes >= maxBoxes;
        nextBoxAt += size;
        header = Buffer.alloc(0);
      }
      seen += chunk.length;
    },
    isWhole: (): boolean => unbounded || seen >= nextBoxAt,
  };
}

/** The size that a box header states; undefined while too little of it has been seen. */
function boxSize(header: Buffer): number | undefined {
  if (header.length < 8) return undefined;
  const size = header.readUInt32BE(0);
  if (size !== 1) return size;
  return header.length < 16 ? undefined : Number(header.readBigUInt64BE(8));
}
