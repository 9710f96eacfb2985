import { workerFaults, type FaultKind } from "../faults.ts";

/** Faults that may spend a receive without a worker's attempt. */
export const attemptsSpentBy: readonly FaultKind[] = [
  ...workerFaults,
  "lambda event throttled",
  "lambda event dropped",
  "sqs message doubled",
  "sqs counts lag",
  // Of two balancers one has received a message when it learns of the other.
  "tick doubled",
];

/** Faults that let a second attempt at a listing not know that it is one. */
export const secondListings: readonly FaultKind[] = [
  "sns delivery doubled",
  "sqs receive count lags",
  "sqs deleted message returns",
];
