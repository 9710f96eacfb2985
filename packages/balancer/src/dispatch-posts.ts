import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { DownloadJob } from "@reddit-crawler/message-schema";

import { toDownloadJob } from "./download-job.ts";
import type { PostQueue, QueueDepth, ReceivedMessage } from "./post-queue.ts";
import { planReceives } from "./receive-plan.ts";
import { refusalDelaySeconds } from "./refusal-delay.ts";

/** Milliseconds before the function's end in which no receive begins: its invocations need time. */
const reserveMs = 5000;
/** Seconds until poison is visible again: soon, so that the redrive takes it soon. */
const poisonDelaySeconds = 5;

/** Starts workers. */
export interface WorkerInvoker {
  /** Resolves once the invocation is accepted. @throws when it was refused, or no answer came. */
  invoke(job: DownloadJob): Promise<void>;
}

/** What dispatching needs of the world. */
export interface DispatchPorts {
  queue: PostQueue;
  workers: WorkerInvoker;
  clock: Clock;
  log: Log;
}

/** How far a round may go. */
export interface DispatchLimits {
  maxConcurrentDownloads: number;
  visibilityTimeoutSeconds: number;
  /** From one reading of the queue to the next, in milliseconds. */
  pollMs: number;
  /** When the function ends, in milliseconds since 1970. */
  endsAtMs: number;
}

/** What a round did, and its last reading of the queue. `poison` and `refused` messages stay in the queue. */
export interface DispatchSummary extends QueueDepth {
  dispatched: number;
  refused: number;
  poison: number;
  /** The longest wait of a post for its first attempt, in seconds; undefined when none had its first. */
  longestWaitSeconds?: number;
}

/**
 * Gives waiting posts to workers, one each, until every place is taken or nothing waits; refills places while there is
 * time. Ends at the first refused invocation, and receives a single message until one was accepted: while Lambda
 * refuses everything, a round spends one receive of one post. Never deletes a message: its worker or the visibility
 * timeout decides what becomes of it. @throws what the queue throws when it cannot be read.
 */
export async function dispatchPosts(
  ports: DispatchPorts,
  limits: DispatchLimits,
): Promise<DispatchSummary> {
  const { queue, clock } = ports;
  const summary: DispatchSummary = {
    waiting: 0,
    inFlight: 0,
    dispatched: 0,
    refused: 0,
    poison: 0,
  };
  const isTimeLeft = () => limits.endsAtMs - clock.now() >= reserveMs;

  while (isTimeLeft()) {
    const depth = await queue.depth();
    Object.assign(summary, depth);
    // A reading does not count what is received because of it, so it is spent here and never twice.
    let freePlaces = limits.maxConcurrentDownloads - depth.inFlight;
    if (freePlaces <= 0 && depth.waiting === 0) break;

    while (freePlaces > 0 && isTimeLeft()) {
      const receivedAtMs = clock.now();
      const plan = summary.dispatched === 0 ? [1] : planReceives(freePlaces, depth);
      const { messages, failure } = await receive(queue, plan);
      const outcomes = await Promise.all(
        messages.map((message) => dispatch(message, receivedAtMs, ports, limits)),
      );
      for (const outcome of outcomes) summary[outcome] += 1;
      const waits = firstWaitsSeconds(messages, receivedAtMs);
      if (waits.length > 0)
        summary.longestWaitSeconds = Math.max(summary.longestWaitSeconds ?? 0, ...waits);
      if (failure) throw failure.reason;
      if (messages.length === 0 || outcomes.includes("refused")) return summary;
      freePlaces -= messages.length;
    }
    await clock.sleep(limits.pollMs);
  }
  return summary;
}

/** All that several receives brought. One that fails must not hide the messages of the others until they time out. */
async function receive(queue: PostQueue, counts: readonly number[]) {
  const receives = await Promise.allSettled(counts.map((count) => queue.receive(count)));
  return {
    messages: receives.flatMap((result) => (result.status === "fulfilled" ? result.value : [])),
    failure: receives.find((result) => result.status === "rejected"),
  };
}

/** How long each post in its first attempt had waited, in seconds; later attempts wait on purpose. */
function firstWaitsSeconds(messages: readonly ReceivedMessage[], receivedAtMs: number): number[] {
  return messages
    .filter(({ receiveCount }) => receiveCount === 1)
    .flatMap(({ sentAtMs }) => (sentAtMs === undefined ? [] : [receivedAtMs - sentAtMs]))
    .map((waitMs) => Math.max(0, waitMs / 1000));
}

async function dispatch(
  message: ReceivedMessage,
  receivedAtMs: number,
  ports: DispatchPorts,
  limits: DispatchLimits,
): Promise<"dispatched" | "refused" | "poison"> {
  const { messageId, receiveCount } = message;
  const read = toDownloadJob(message, receivedAtMs, limits.visibilityTimeoutSeconds);
  if (read.kind === "poison") {
    ports.log.error("message-poison", { messageId, receiveCount, reason: read.reason });
    await hide(message, poisonDelaySeconds, ports);
    return "poison";
  }
  const { crawlId, post } = read.job.message;
  const log = ports.log.with({ crawlId, postId: post.id, messageId, receiveCount });
  try {
    await ports.workers.invoke(read.job);
    log.info("post-dispatched");
    return "dispatched";
  } catch (error) {
    log.error("invocation-refused", { error });
    await hide(message, refusalDelaySeconds(receiveCount), ports);
    return "refused";
  }
}

async function hide(message: ReceivedMessage, seconds: number, { queue, log }: DispatchPorts) {
  try {
    await queue.changeVisibility(message.receiptHandle, seconds);
  } catch (error) {
    // Then its visibility timeout ends by itself, only later.
    log.warn("show-again-failed", { messageId: message.messageId, error });
  }
}
