import { createHash } from "node:crypto";

import * as z from "zod/mini";

/** The end of one worker's run, whatever its outcome. */
export interface WorkerEnd {
  /** Which dispatch it was: see `dispatchId`. */
  id: string;
  /** When its message was received, in milliseconds since 1970. */
  dispatchedAtMs: number;
}

/** Where Lambda reports the end of each worker. */
export interface WorkerEnds {
  /**
   * The ends that were reported, each once: they are forgotten before this resolves. Waits up to `waitSeconds`, 0..20,
   * for the first. @throws what the queue throws; the ends are then reported again, or never.
   */
  take(waitSeconds: number): Promise<WorkerEnd[]>;
}

/** The name of the dispatch that carries this receipt handle, which differs with every receive: 16 characters. */
export function dispatchId(receiptHandle: string): string {
  return createHash("sha256").update(receiptHandle).digest("base64url").slice(0, 16);
}

/** What is read of a record of Lambda's (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html). */
const recordSchema = z.object({
  requestPayload: z.object({
    receiptHandle: z.string(),
    receivedAt: z.iso.datetime({ offset: true }),
  }),
});

/** The end that Lambda's record reports; undefined for anything else. */
export function toWorkerEnd(record: unknown): WorkerEnd | undefined {
  const read = recordSchema.safeParse(record);
  if (!read.success) return undefined;
  const { receiptHandle, receivedAt } = read.data.requestPayload;
  return { id: dispatchId(receiptHandle), dispatchedAtMs: Date.parse(receivedAt) };
}
