import { tallyOfGivenUp, tallyOfRecord } from "@reddit-crawler/crawl-status/post-tally";
import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import {
  postMessageSchema,
  type DownloadJob,
  type PostTally,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { isOutOfTime, jobDeadline } from "../time/deadline.ts";
import { retryDelaySeconds } from "../time/retry-delay.ts";
import { withTimeLimit } from "../time/time-limit.ts";
import type { WorkerWorld } from "../world.ts";
import { downloadPost } from "./download-post.ts";
import { logFailures, longestWaitSeconds, reasonOf, type AttemptFailure } from "./failures.ts";
import { jobMessage } from "./job-message.ts";
import { outcomeMetrics } from "./metrics.ts";

/**
 * What a job came to: the message is deleted, replaced by a new one, hidden for the next attempt, left for the
 * dead-letter queue, or untouched.
 */
export type JobEnd = "decided" | "continued" | "retried" | "given-up" | "poison" | "too-late";

/** 10 s: time enough to read the log before the last receive, and short enough not to hold a balancer's place. */
const deadLetterDelaySeconds = 10;

/**
 * Stores a post's pictures and ends its message: deleted when every link is decided, recorded and counted, otherwise
 * hidden until the next attempt. The queue alone counts the attempts, and moves the message to its dead-letter queue
 * after the last one. An attempt that got further, and had too little time or was the last, is not held against the
 * post: that goes on with a new message.
 * @throws what is none of the expected failures, after the message was hidden: a bug, which the function's errors show.
 */
export async function handleJob(
  job: DownloadJob,
  remainingMs: number,
  world: WorkerWorld,
): Promise<JobEnd> {
  const { clock } = world;
  const { messageId, receiptHandle, receiveCount, hiddenUntil } = job;
  const { crawlId, post } = job.message;
  const log = world.log.with({ crawlId, postId: post.id, messageId, receiveCount });
  const nowMs = clock.now();
  const deadline = jobDeadline({ nowMs, remainingMs, hiddenUntilMs: Date.parse(hiddenUntil) });
  const lastAttempt = receiveCount >= world.maxReceiveCount;

  const queued = jobMessage(job, world.queue, log);
  const count = (tally: PostTally) => world.tallies.add(crawlId, new Map([[post.id, tally]]));
  const countLast = async (tally: PostTally) => {
    try {
      await count(tally);
    } catch (error) {
      // The message is what matters, and it is on its way to the dead-letter queue.
      log.error("last-try-not-counted", { error });
    }
  };
  const countGivenUp = (reason: string) => countLast(tallyOfGivenUp(reason, clock.now()));

  if (deadline.downloadTimeMs(nowMs) === undefined) {
    log[lastAttempt ? "error" : "warn"]("too-late", { remainingMs, hiddenUntil });
    if (lastAttempt) {
      await countGivenUp("too-late");
      log.metrics({ PostsGivenUp: [1, "Count"] });
    }
    return "too-late";
  }
  const message = z.safeParse(postMessageSchema, job.message);
  if (!message.success) {
    log.error("poison-message", { reason: z.prettifyError(message.error) });
    if (lastAttempt) await countGivenUp("poison-message");
    await queued.changeVisibility(deadLetterDelaySeconds);
    return "poison";
  }

  const failures: AttemptFailure[] = [];
  let gotFurther = false;
  try {
    const result = await withTimeLimit(clock, deadline.storesEndAtMs - nowMs, (storeSignal) =>
      withTimeLimit(clock, deadline.lastStartMs - nowMs, (startSignal) => {
        const limits = { deadline, startSignal, storeSignal };
        const attempt = { firstAttempt: receiveCount === 1, lastAttempt };
        return downloadPost(world, { message: message.data, ...attempt, log, ...limits });
      }),
    );
    log.metrics(outcomeMetrics(result));
    if (result.kind === "decided") {
      const tally = tallyOfRecord(result.record);
      try {
        await count(tally);
        await world.queue.delete(receiptHandle);
      } catch (error) {
        if (!lastAttempt) throw error;
        // In the dead-letter queue for nothing: a redrive finds the post decided.
        log.error("decided-message-not-ended", { error });
        await countLast(tally);
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

  const retryAfterSeconds = longestWaitSeconds(failures);
  const random = world.random();
  const delaySeconds = retryDelaySeconds({ receiveCount, retryAfterSeconds, random });
  const mayGoOn = gotFurther && (lastAttempt || failures.some(({ error }) => isOutOfTime(error)));
  // At once, unless a host asked for a wait.
  const goesOn =
    mayGoOn && (await queued.replace(retryAfterSeconds === undefined ? 0 : delaySeconds));
  const isGivenUp = lastAttempt && !goesOn;
  logFailures(log, failures, isGivenUp);
  if (isGivenUp) await countGivenUp(reasonOf(failures));
  if (!goesOn) await queued.changeVisibility(lastAttempt ? deadLetterDelaySeconds : delaySeconds);
  const end = goesOn ? "continued" : isGivenUp ? "given-up" : "retried";
  const throttles = failures.filter(({ error }) => error instanceof ThrottledError).length;
  log.metrics({
    [metricOf[end]]: [1, "Count"],
    ...(throttles > 0 && { HostThrottles: [throttles, "Count"] as const }),
  });
  const bug = failures.find(({ error }) => !(error instanceof RetryableError));
  if (bug) throw bug.error;
  return end;
}

const metricOf = {
  continued: "PostsContinued",
  retried: "PostsRetried",
  "given-up": "PostsGivenUp",
} as const;
