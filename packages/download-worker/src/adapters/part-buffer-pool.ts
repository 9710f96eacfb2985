import { PartBuffer } from "./part-buffer.ts";

/** The memory that all uploads of a process share. */
export interface PartBufferPool {
  /** A buffer that is empty, as soon as one is free; first come, first served. */
  borrow(): Promise<PartBuffer>;
  /** Takes a borrowed buffer back; nobody may use it after that. */
  giveBack(buffer: PartBuffer): void;
}

/**
 * At most `most` buffers of `partBytes`, made when they are first wanted and never let go, so peak memory does not depend
 * on garbage collection. A borrower must not wait for a second one.
 */
export function createPartBufferPool(most: number, partBytes: number): PartBufferPool {
  const free: PartBuffer[] = [];
  const waiting: ((buffer: PartBuffer) => void)[] = [];
  let made = 0;

  return {
    async borrow() {
      const known = free.pop();
      if (known) return known;
      if (made < most) {
        made += 1;
        return new PartBuffer(partBytes);
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    giveBack(buffer) {
      buffer.clear();
      const next = waiting.shift();
      if (next) next(buffer);
      else free.push(buffer);
    },
  };
}
