import { createHash } from "node:crypto";

/** Random choices that follow from a seed alone, the same on every machine: integer arithmetic only (sfc32). */
export class SeededRandom {
  #a: number;
  #b: number;
  #c = 0x9e3779b9;
  #counter = 1;

  /** Streams of one seed have nothing to do with each other. A text is hashed to seed and stream. */
  constructor(seed: number | string, stream = 0) {
    const digest =
      typeof seed === "string" ? createHash("sha256").update(seed).digest() : undefined;
    this.#a = digest?.readInt32LE() ?? Number(seed) | 0;
    this.#b = digest?.readInt32LE(4) ?? stream | 0;
    // Neighbouring seeds differ in a few bits only; these rounds spread them.
    for (let round = 0; round < 12; round++) this.next();
  }

  /** A whole number from 0 to 2^32 - 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 to below 1. */
  fraction(): number {
    return this.next() / 0x1_0000_0000;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + (this.next() % (most - least + 1));
  }

  /** True `perMille` times in a thousand. */
  chance(perMille: number): boolean {
    return perMille > 0 && this.next() % 1000 < perMille;
  }

  /** One of `choices`, each as likely as the next. */
  pick<Choice>(choices: readonly [Choice, ...Choice[]]): Choice {
    return choices[this.next() % choices.length] ?? choices[0];
  }
}
