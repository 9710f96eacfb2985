import { createHash } from "node:crypto";

/** Random choices that are the same for the same seed on every machine. */
export interface SeededRandom {
  /** A number from `low` up to, but without, `high`. */
  between(low: number, high: number): number;
  /** One of `choices`, each as likely as the next. */
  pick<Choice>(choices: readonly [Choice, ...Choice[]]): Choice;
  /** True with the probability `probability`, 0..1. */
  chance(probability: number): boolean;
}

/** Starts a sequence of choices: mulberry32 (public domain) on the seed's hash. */
export function seededRandom(seed: string): SeededRandom {
  let state = createHash("sha256").update(seed).digest().readUInt32LE();
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    between: (low, high) => low + next() * (high - low),
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
    chance: (probability) => next() < probability,
  };
}
