/** Chosen: a picture of a few hundred KB shall not take a whole part's memory. */
const firstCapacityBytes = 256 * 1024;

/** One part of an upload as it fills up: grows to `capacityBytes` and is then used again and again. */
export class PartBuffer {
  readonly capacityBytes: number;
  #memory: Buffer;
  #length = 0;

  constructor(capacityBytes: number) {
    this.capacityBytes = capacityBytes;
    this.#memory = Buffer.allocUnsafeSlow(Math.min(firstCapacityBytes, capacityBytes));
  }

  get length(): number {
    return this.#length;
  }

  get isFull(): boolean {
    return this.#length === this.capacityBytes;
  }

  /** Takes as much of `chunk` as there is room for, and gives back the rest. */
  take(chunk: Uint8Array): Uint8Array {
    const taken = chunk.subarray(0, this.capacityBytes - this.#length);
    this.#reserve(this.#length + taken.length);
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

  #reserve(length: number): void {
    if (length <= this.#memory.length) return;
    const capacity = Math.min(this.capacityBytes, Math.max(length, this.#memory.length * 2));
    const memory = Buffer.allocUnsafeSlow(capacity);
    memory.set(this.bytes());
    this.#memory = memory;
  }
}
