import type { CrawlTallies } from "@reddit-crawler/crawl-status/crawl-tally";
import { tallyOfGivenUp, tallyOfRecord } from "@reddit-crawler/crawl-status/post-tally";
import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { Log } from "@reddit-crawler/function-runtime/log";
import {
  postMessageSchema,
  type DownloadJob,
  type PostTally,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { jobDeadline } from "./deadline.ts";
import type { LinkFailure } from "./download-link.ts";
import { downloadPost, type DownloadPostPorts } from "./download-post.ts";
import { outcomeMetrics } from "./outcome-metrics.ts";
import { retryDelaySeconds } from "./retry-delay.ts";
import { withTimeLimit } from "./time-limit.ts";

/** The message that a job is about, on its queue. */
export interface PostQueue {
  /** Ends the message. */
  delete(receiptHandle: string): Promise<void>;
  /** Makes the message visible in `seconds` from now. */
  hideFor(receiptHandle: string, seconds: number): Promise<void>;
}

/** What a job needs besides itself. */
export type HandleJobPorts = Omit<DownloadPostPorts, "deadline" | "storeSignal" | "lastTry"> & {
  queue: PostQueue;
  tallies: Pick<CrawlTallies, "add">;
  /** The queue's maxReceiveCount. */
  maxReceiveCount: number;
  /** In [0, 1). */
  random(): number;
};

/** What a job came to: the message is deleted, hidden for the next try, left for the dead-letter queue, or untouched. */
export type JobEnd = "decided" | "retried" | "given-up" | "poison" | "too-late";

/** Chosen: time enough to read the log before the last receive, and short enough not to hold a balancer's place. */
const deadLetterDelaySeconds = 10;

/**
 * Stores a post's pictures and ends its message: deleted when every link is decided, recorded and counted, otherwise
 * hidden until the next try. The queue alone counts the tries, and moves the message to its dead-letter queue after the last one.
 * @throws what is none of the expected failures, after the message was hidden: a bug, which the function's errors show.
 */
export async function handleJob(
  job: DownloadJob,
  remainingMs: number,
  ports: HandleJobPorts,
): Promise<JobEnd> {
  const { clock, queue } = ports;
  const { messageId, receiptHandle, receiveCount } = job;
  const { crawlId, post } = job.message;
  const log = ports.log.with({ crawlId, postId: post.id, messageId, receiveCount });
  const nowMs = clock.now();
  const deadline = jobDeadline({ nowMs, remainingMs, hiddenUntilMs: Date.parse(job.hiddenUntil) });

  const hideFor = async (seconds: number) => {
    try {
      await queue.hideFor(receiptHandle, seconds);
    } catch (error) {
      // Nothing is lost: the message becomes visible by itself, only later.
      log.warn("message-not-hidden", { error });
    }
  };

  const count = (tally: PostTally) => ports.tallies.add(crawlId, new Map([[post.id, tally]]));
  const countGivenUp = async (reason: string) => {
    try {
      await count(tallyOfGivenUp(reason, clock.now()));
    } catch (error) {
      // The message is what matters, and it is on its way to the dead-letter queue.
      log.error("given-up-not-counted", { error });
    }
  };

  if (deadline.downloadTimeMs(nowMs) === undefined) {
    log.warn("too-late", { remainingMs, hiddenUntil: job.hiddenUntil });
    return "too-late";
  }
  const lastTry = receiveCount >= ports.maxReceiveCount;
  const message = z.safeParse(postMessageSchema, job.message);
  if (!message.success) {
    log.error("poison-message", { reason: z.prettifyError(message.error) });
    if (lastTry) await countGivenUp("poison-message");
    await hideFor(deadLetterDelaySeconds);
    return "poison";
  }

  const failures: Pick<LinkFailure, "error">[] = [];
  try {
    const result = await withTimeLimit(clock, deadline.storesEndAtMs - nowMs, (storeSignal) =>
      downloadPost(message.data, { ...ports, log, deadline, storeSignal, lastTry }),
    );
    log.metrics(outcomeMetrics(result));
    if (result.kind === "decided") {
      await count(tallyOfRecord(result.record));
      await queue.delete(receiptHandle);
      log.info("post-decided", { outcome: result.record.outcome, reason: result.record.reason });
      return "decided";
    }
    failures.push(...result.failures);
  } catch (error) {
    failures.push({ error });
  }

  for (const failure of failures) logFailure(log, failure, lastTry);
  if (lastTry) await countGivenUp(reasonOf(failures));
  const retryAfterSeconds = longestWait(failures);
  const delaySeconds = lastTry
    ? deadLetterDelaySeconds
    : retryDelaySeconds({ receiveCount, retryAfterSeconds, random: ports.random() });
  await hideFor(delaySeconds);
  const throttles = failures.filter(({ error }) => error instanceof ThrottledError).length;
  log.metrics({
    [lastTry ? "PostsGivenUp" : "PostsRetried"]: [1, "Count"],
    ...(throttles > 0 && { HostThrottles: [throttles, "Count"] as const }),
  });
  const bug = failures.find(({ error }) => !(error instanceof RetryableError));
  if (bug) throw bug.error;
  return lastTry ? "given-up" : "retried";
}

/** One line per failure; the host stands for the URL, which may carry a signature. */
function logFailure(log: Log, failure: Partial<LinkFailure>, lastTry: boolean): void {
  const { error, position, url } = failure;
  const host = url === undefined ? undefined : URL.parse(url)?.host;
  if (!(error instanceof RetryableError)) log.error("unexpected-error", { position, host, error });
  else if (lastTry) log.error("last-try-failed", { position, host, error });
  else log.warn("try-failed", { position, host, code: error.code, reason: error.message });
}

/** The code of the first failure, which the others mostly share. */
function reasonOf([first]: readonly Pick<LinkFailure, "error">[]): string {
  return first?.error instanceof RetryableError ? first.error.code : "internal";
}

function longestWait(failures: readonly Pick<LinkFailure, "error">[]): number | undefined {
  const waits = failures.flatMap(({ error }) =>
    error instanceof ThrottledError && error.retryAfterSeconds !== undefined
      ? [error.retryAfterSeconds]
      : [],
  );
  return waits.length > 0 ? Math.max(...waits) : undefined;
}
