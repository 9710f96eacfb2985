import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { postMessageSchema, type DownloadJob } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { jobDeadline } from "../time/deadline.ts";
import { withTimeLimit } from "../time/time-limit.ts";
import type { WorkerWorld } from "../world.ts";
import { downloadPost } from "./download-post.ts";
import { checkEnd, seeToEndCheck } from "./check-end.ts";
import { logFailures, reasonOf, type AttemptFailure } from "./failures.ts";
import { jobMessage } from "./job-message.ts";
import { outcomeMetrics } from "./metrics.ts";
import { nextStep, type NextStep } from "./next-step.ts";

/**
 * What a job came to: the message is deleted, replaced by a new one, moved to the dead-letter queue, hidden for the
 * redrive, or untouched. The last two are of messages that only have a crawl's end checked.
 */
export type JobEnd = "decided" | NextStep["kind"] | "poison" | "too-late" | "checked" | "unchecked";

/** Five minutes; chosen: a page of posts is received by then, and few crawls that overlap ask a host for the same. */
const longestFreshMs = 5 * 60_000;
/** 10 s: time enough to read the log before the last receive, and short enough not to hold a balancer's place. */
const deadLetterDelaySeconds = 10;

/**
 * Stores a post's pictures and ends its message: deleted when every link is decided and recorded, otherwise
 * replaced by a new one that waits for the next attempt, and after the last one moved to the dead-letter queue. So a
 * post that waits is not in flight. The message counts the attempts. Its receives count what ended no attempt: crashes and
 * refused invocations, of which the queue's redrive takes as many.
 * @throws what is none of the expected failures, after the message was replaced: a bug, which the function's errors show.
 */
export async function handleJob(
  job: DownloadJob,
  remainingMs: number,
  world: WorkerWorld,
): Promise<JobEnd> {
  const { clock } = world;
  const { messageId, receiptHandle, receiveCount, hiddenUntil } = job;
  const { crawlId, post } = job.message;
  const attempt = job.message.attempt ?? 1;
  const log = world.log.with({ crawlId, postId: post.id, messageId, receiveCount, attempt });
  const nowMs = clock.now();
  const deadline = jobDeadline({ nowMs, remainingMs, hiddenUntilMs: Date.parse(hiddenUntil) });
  const lastReceive = receiveCount >= world.maxReceiveCount;
  const lastAttempt = attempt >= world.maxReceiveCount;

  if (job.message.checksEnd === true) return checkEnd(job, world, log);
  const queued = jobMessage(job, world.queue, log);
  const recordGivenUp = async (reason: string) => {
    try {
      await world.records.putGivenUp(crawlId, post.id, reason, clock.now());
      await seeToEndCheck(job, world, log);
    } catch (error) {
      // The message is what matters, and it is on its way to the dead-letter queue.
      log.error("last-try-not-counted", { error });
    }
  };

  if (deadline.downloadTimeMs(nowMs) === undefined) {
    log[lastReceive ? "error" : "warn"]("too-late", { remainingMs, hiddenUntil });
    if (lastReceive) {
      await recordGivenUp("too-late");
      log.metrics({ PostsGivenUp: [1, "Count"] });
    }
    return "too-late";
  }
  const message = z.safeParse(postMessageSchema, job.message);
  if (!message.success) {
    log.error("poison-message", { reason: z.prettifyError(message.error) });
    if (lastReceive) await recordGivenUp("poison-message");
    await queued.changeVisibility(deadLetterDelaySeconds);
    return "poison";
  }

  const failures: AttemptFailure[] = [];
  let gotFurther = false;
  try {
    const result = await withTimeLimit(clock, deadline.storesEndAtMs - nowMs, (storeSignal) =>
      withTimeLimit(clock, deadline.lastStartMs - nowMs, (startSignal) => {
        const limits = { deadline, startSignal, storeSignal };
        const nothingStored = receiveCount === 1 && isFresh(message.data.nothingStoredAt, nowMs);
        const which = { firstAttempt: attempt === 1, lastAttempt, nothingStored };
        return downloadPost(world, { message: message.data, ...which, log, ...limits });
      }),
    );
    log.metrics(outcomeMetrics(result));
    if (result.kind === "decided") {
      try {
        await seeToEndCheck(job, world, log);
        await world.queue.delete(receiptHandle);
      } catch (error) {
        if (!lastAttempt && !lastReceive) throw error;
        // It comes back, or is in the dead-letter queue for nothing: whoever gets it finds the post decided.
        log.error("decided-message-not-ended", { error });
        await queued.changeVisibility(deadLetterDelaySeconds);
      }
      log.info("post-decided", { outcome: result.record.outcome, reason: result.record.reason });
      return "decided";
    }
    failures.push(...result.failures);
    gotFurther = result.gotFurther;
  } catch (error) {
    failures.push({ error });
  }

  const { deferredSince } = job.message;
  const planned = nextStep({
    attempt,
    isLast: lastAttempt,
    failures,
    gotFurther,
    deferredSinceMs: deferredSince === undefined ? undefined : Date.parse(deferredSince),
    nowMs: clock.now(),
    random: world.random(),
  });
  const isReplaced =
    planned.kind !== "given-up" && (await queued.replace(attemptsOf(planned), planned.seconds));
  const isGivenUp = planned.kind === "given-up" || (lastReceive && !isReplaced);
  logFailures(log, failures, isGivenUp);
  if (isGivenUp) {
    const reason = reasonOf(failures);
    await recordGivenUp(reason);
    // After its last receive the redrive takes it.
    const isMoved = planned.kind === "given-up" && (await queued.deadLetter(reason));
    if (!isMoved) await queued.changeVisibility(deadLetterDelaySeconds);
  } else if (!isReplaced) await queued.changeVisibility(planned.seconds);
  const end = isGivenUp ? "given-up" : isReplaced ? planned.kind : "retried";
  const throttles = failures.filter(({ error }) => error instanceof ThrottledError).length;
  log.metrics({
    [metricOf[end]]: [1, "Count"],
    ...(throttles > 0 && { HostThrottles: [throttles, "Count"] as const }),
  });
  const bug = failures.find(({ error }) => !(error instanceof RetryableError));
  if (bug) throw bug.error;
  return end;
}

/** Whether what the loader saw in the bucket then can be relied on: an old answer costs more requests, and no picture. */
function isFresh(at: string | undefined, nowMs: number): boolean {
  return at !== undefined && Math.abs(nowMs - Date.parse(at)) < longestFreshMs;
}

/** What the message of a next step says of the post's attempts. */
function attemptsOf(step: Exclude<NextStep, { kind: "given-up" }>) {
  if (step.kind === "continued") return {};
  if (step.kind === "retried") return { attempt: step.attempt };
  return { attempt: step.attempt, deferredSince: new Date(step.sinceMs).toISOString() };
}

const metricOf = {
  continued: "PostsContinued",
  deferred: "PostsDeferred",
  retried: "PostsRetried",
  "given-up": "PostsGivenUp",
} as const;
