/** A verdict for good: this candidate gives no picture, and asking again would not change that. */
export interface NoPicture {
  kind: "no-picture";
  outcome: "gone" | "not-a-picture" | "too-large" | "refused";
  /** Kebab-case code for the record. */
  reason: string;
}

/** The verdict `outcome` for `reason`. */
export function noPicture(outcome: NoPicture["outcome"], reason: string): NoPicture {
  return { kind: "no-picture", outcome, reason };
}
