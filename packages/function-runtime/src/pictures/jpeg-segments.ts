const startOfImage = 0xd8;
const endOfImage = 0xd9;

/** Markers that stand alone: TEM, RST0-7 and SOI (ITU-T T.81, table B.1). */
function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= startOfImage);
}

/**
 * Walks the segments of a JPEG (ITU-T T.81, annex B) while its bytes pass, so that the end of a thumbnail in a segment,
 * or whatever stands behind the picture, is not taken for the picture's own end.
 */
export function watchSegments() {
  let skip = 0;
  let afterFill = false;
  let lengthHigh = -1;
  let expects: "marker" | "length" = "marker";
  const state = { ended: false };

  /** One byte of a marker or a length; data between two markers is passed over by `see`. */
  const take = (byte: number): void => {
    if (expects === "length") {
      if (lengthHigh < 0) {
        lengthHigh = byte;
        return;
      }
      skip = Math.max(0, lengthHigh * 256 + byte - 2);
      lengthHigh = -1;
      expects = "marker";
      return;
    }
    if (!afterFill) {
      afterFill = byte === 0xff;
      return;
    }
    if (byte === 0xff) return;
    afterFill = false;
    // FF 00 is a data byte within a scan.
    if (byte === 0) return;
    if (byte === endOfImage) state.ended = true;
    else if (!standsAlone(byte)) expects = "length";
  };

  return {
    see(chunk: Uint8Array): void {
      let at = 0;
      while (at < chunk.length && !state.ended) {
        const skipped = Math.min(skip, chunk.length - at);
        skip -= skipped;
        at += skipped;
        if (at >= chunk.length) return;
        if (expects === "marker" && !afterFill) {
          const next = chunk.indexOf(0xff, at);
          if (next === -1) return;
          at = next;
        }
        take(chunk[at] ?? 0);
        at += 1;
      }
    },
    hasEnded: (): boolean => state.ended,
  };
}
