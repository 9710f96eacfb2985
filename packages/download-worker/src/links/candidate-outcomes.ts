import type { LinkCandidate } from "@reddit-crawler/message-schema";

import type { NoPicture } from "../bytes/no-picture.ts";
import type { LinkFailure } from "./link-result.ts";

/** What became of a candidate that gave no picture: a verdict for good, or a failure that another attempt may not have. */
export type CandidateOutcome =
  | { kind: "verdict"; candidate: LinkCandidate; verdict: NoPicture }
  | { kind: "failure"; candidate: LinkCandidate; failure: LinkFailure };

/** How much a candidate's answer says of what the post links: itself, an address that a rule made, Reddit's picture of it. */
function rank({ guessed, quality }: LinkCandidate): number {
  return quality === "preview" ? 2 : guessed ? 1 : 0;
}

/**
 * The verdict that decides a link: that of the best address which the post or a host named. Only without one do those of
 * guessed addresses count, and only without these those of Reddit's own pictures.
 */
export function decidingVerdict(outcomes: readonly CandidateOutcome[]): NoPicture | undefined {
  const verdicts = outcomes.filter((outcome) => outcome.kind === "verdict");
  return verdicts.toSorted((a, b) => rank(a.candidate) - rank(b.candidate))[0]?.verdict;
}

/**
 * The failure that leaves a link undecided. That of a mere hope, which is a guessed address that would not be the original,
 * does not, once the file that the post links has its verdict.
 */
export function openFailure(outcomes: readonly CandidateOutcome[]): LinkFailure | undefined {
  const failures = outcomes.filter((outcome) => outcome.kind === "failure");
  const open = failures.find(
    ({ candidate: { guessed, quality } }) => !guessed || quality === "original",
  );
  if (open) return open.failure;
  const isDecided = outcomes.some(
    ({ kind, candidate }) =>
      kind === "verdict" && rank(candidate) === 0 && candidate.kind !== "page",
  );
  return isDecided ? undefined : failures[0]?.failure;
}
