/** A verdict for good: this candidate gives no picture, and asking again would not change that. */
export interface NoPicture {
  kind: "no-picture";
  outcome: "gone" | "not-a-picture" | "too-large" | "refused";
  /** Kebab-case code for the record. */
  reason: string;
  /** The file is a picture all the same, if with this fault: better than none when no other candidate gives one. */
  isSpare?: true;
}

/** The verdict `outcome` for `reason`. */
export function noPicture(outcome: NoPicture["outcome"], reason: string): NoPicture {
  return { kind: "no-picture", outcome, reason };
}

/** The verdict that the file is worse than another candidate may be, for `reason`. */
export function spare(reason: "cut-off" | "still-of-animation"): NoPicture {
  return { ...noPicture("not-a-picture", reason), isSpare: true };
}
