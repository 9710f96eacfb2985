/** One part of an upload as it fills up, in memory that is used again and again. */
export class PartBuffer {
  // Not filled with zeros: the system hands out pages only as they are written, so that a small picture takes little.
  readonly #memory: Buffer;
  #length = 0;

  constructor(capacityBytes: number) {
    this.#memory = Buffer.allocUnsafeSlow(capacityBytes);
  }

  get isFull(): boolean {
    return this.#length === this.#memory.length;
  }

  /** Takes as much of `chunk` as there is room for, and returns the rest. */
  take(chunk: Uint8Array): Uint8Array {
    const taken = chunk.subarray(0, this.#memory.length - this.#length);
    this.#memory.set(taken, this.#length);
    this.#length += taken.length;
    return chunk.subarray(taken.length);
  }

  /** What is in it; valid until `clear`. */
  bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }
}
