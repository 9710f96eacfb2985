/** A body whose beginning is known before the rest has arrived. */
export interface PeekedBody {
  /** The first bytes: as many as were asked for or more, fewer only when the body has no more. */
  head: Buffer;
  /** The whole body, `head` included. Reading it to the end or leaving it early lets go of the source. */
  chunks: AsyncIterable<Uint8Array>;
}

/** Reads `body` until `bytes` of it are there. */
export async function peekBody(
  body: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<PeekedBody> {
  const source = body[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < bytes) {
    const next = await source.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, chunks: joined(head, source) };
}

async function* joined(head: Buffer, source: AsyncIterator<Uint8Array>) {
  yield head;
  yield* { [Symbol.asyncIterator]: () => source };
}
