import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { DownloadJob } from "@reddit-crawler/message-schema";

import { retryDelaySeconds } from "../time/retry-delay.ts";
import type { WorkerWorld } from "../world.ts";
import { jobMessage } from "./job-message.ts";

/**
 * Sees to it that whether the crawl is over is checked after now, when a post's record is put: by a message that is on
 * its way, else by one that is sent, and where the queue takes none at once. So of many posts few cause a check, and none
 * is the last without one. @throws {RetryableError} when there will be none.
 */
export async function seeToEndCheck(
  { message }: DownloadJob,
  { endChecks, ends, queue, clock }: WorkerWorld,
  log: Log,
): Promise<void> {
  const { crawlId } = message;
  if (endChecks.isOnItsWay(crawlId)) return;
  const sentAtMs = clock.now();
  const delaySeconds = endChecks.delaySeconds(crawlId);
  try {
    await queue.send({ ...message, checksEnd: true }, delaySeconds);
    endChecks.sent(crawlId, sentAtMs, delaySeconds);
  } catch (error) {
    log.warn("end-check-not-sent", { error });
    endChecks.found(crawlId, await ends.check(crawlId));
  }
}

/**
 * Does what a message asks for that only has the end of its crawl checked. One that could not be is checked again, and is
 * dead-lettered after its last receive. @throws what is none of the expected failures, after that.
 */
export async function checkEnd(
  job: DownloadJob,
  world: WorkerWorld,
  log: Log,
): Promise<"checked" | "unchecked"> {
  const { receiveCount, receiptHandle, message } = job;
  try {
    const { crawlId } = message;
    world.endChecks.found(crawlId, await world.ends.check(crawlId));
    await world.queue.delete(receiptHandle);
    return "checked";
  } catch (error) {
    log[receiveCount >= world.maxReceiveCount ? "error" : "warn"]("end-not-told", { error });
    const seconds = retryDelaySeconds({
      attempt: receiveCount,
      retryAfterSeconds: undefined,
      random: world.random(),
    });
    await jobMessage(job, world.queue, log).changeVisibility(seconds);
    if (!(error instanceof RetryableError)) throw error;
    return "unchecked";
  }
}
