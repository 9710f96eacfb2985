import type { FailureCode } from "./failure-codes.ts";

/** What a stage makes of an answer or error, for people: the README's table shows these words. */
export interface Consequence {
  /** `value` where it is an expected result; else the class of the error that is thrown. */
  class: string;
  /** What becomes of the message, or of the part of it that the line is about. */
  message: string;
  /** What record, summary, answer or log say. */
  record: string;
}

/** One line of a stage's failure policy. */
export interface PolicyRow<From extends string, Verdict extends string> {
  from: From;
  when: string;
  /** Statuses that the line is about, where it is about statuses; `x` stands for any digit. */
  statuses?: readonly string[];
  /** Codes of the errors that the line is about, where it is about errors. */
  codes?: readonly FailureCode[];
  verdict: Verdict;
}

/** What `status` from there means: the first line that fits counts; undefined where none does. */
export function verdictOfStatus<From extends string, Verdict extends string>(
  policy: readonly PolicyRow<From, Verdict>[],
  from: From,
  status: number,
): Verdict | undefined {
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll("x", "\\d")}$`).test(`${status}`);
  return policy.find((row) => row.from === from && row.statuses?.some(fits))?.verdict;
}
