import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { DownloadJob } from "@reddit-crawler/message-schema";
import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";

import { toDownloadJob } from "./download-job.ts";
import type { KeptPlaces } from "./places/kept-places.ts";
import type { Places } from "./places/places.ts";
import { dispatchId, type WorkerEnd, type WorkerEnds } from "./places/worker-ends.ts";
import type { PostQueue, ReceivedMessage } from "./post-queue.ts";
import { planReceives } from "./receive-plan.ts";
import { refusalDelaySeconds } from "./refusal-delay.ts";

/** Milliseconds before the function's end in which no receive begins: its invocations and the save need time. */
const reserveMs = 10_000;
/** Seconds until a message that no worker got is visible again: soon, so that it is received or redriven soon. */
const soonSeconds = 5;
/** Chosen: so many invocations in a row without an answer end a round, as a refused one does. */
const mostUnanswered = 3;
/** Seconds that a full round waits for the end of a worker. */
const fullWaitSeconds = 2;

/** What became of an invocation. Whether one without an answer, or with a 5xx, runs is not known. */
export type Invocation =
  | { kind: "accepted" }
  | { kind: "refused"; error: unknown }
  | { kind: "unanswered"; error: unknown };

/** Starts workers. */
export interface WorkerInvoker {
  invoke(job: DownloadJob): Promise<Invocation>;
}

/** What dispatching needs of the world. */
export interface DispatchPorts {
  queue: PostQueue;
  workers: WorkerInvoker;
  ends: WorkerEnds;
  objects: JsonObjects;
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

/** What a round did, and what it saw last. `poison` and `refused` messages stay in the queue. */
export interface DispatchSummary {
  /** Messages that a receive may bring, approximately. */
  waiting: number;
  /** Workers that may run. */
  inFlight: number;
  dispatched: number;
  refused: number;
  poison: number;
  /** The longest wait of a post for its first attempt, in seconds; undefined when none had its first. */
  longestWaitSeconds?: number;
}

/** Of a round that found nothing. */
export const emptySummary: DispatchSummary = {
  waiting: 0,
  inFlight: 0,
  dispatched: 0,
  refused: 0,
  poison: 0,
};

/**
 * Gives waiting posts to workers, one each, and each place to the next post as soon as its worker is over. Ends when
 * nothing waits and no worker runs, when its time is over or another balancer has the places, at the first refused
 * invocation, or after three in a row without an answer. It receives a single message until one was accepted: while Lambda
 * refuses everything, a round spends one receive of one post. Never deletes a message: its worker or the visibility
 * timeout decides what becomes of it. @throws what the queue or the bucket throws.
 */
export async function dispatchPosts(
  ports: DispatchPorts,
  { places, hold }: KeptPlaces,
  limits: DispatchLimits,
): Promise<DispatchSummary> {
  const { queue, clock } = ports;
  const summary = { ...emptySummary };
  const isTimeLeft = () => limits.endsAtMs - clock.now() >= reserveMs;
  let depth = { waiting: 0, inFlight: 0, readAtMs: -Infinity };
  let freePlaces = 1;
  let unanswered = 0;

  while (isTimeLeft()) {
    if (places.state.atWork.length > 0) {
      // Before it hears of an end: nobody else would hear of it again.
      if (!(await hold())) return summary;
      await hearEnds(places, freePlaces <= 0, ports, limits);
    }
    if (clock.now() - depth.readAtMs >= limits.pollMs) depth = await readDepth(ports);
    summary.waiting = depth.waiting;
    summary.inFlight = places.taken(depth, clock.now());
    freePlaces = limits.maxConcurrentDownloads - summary.inFlight;
    if (freePlaces <= 0) continue;
    // Before the receive, where there is probably something: a bucket that is away then costs no message a receive.
    if (depth.waiting > 0 && !(await hold())) return summary;

    while (freePlaces > 0 && isTimeLeft()) {
      const receivedAtMs = clock.now();
      const plan = summary.dispatched === 0 ? [1] : planReceives(freePlaces, depth);
      const { messages, failure } = await receive(queue, plan);
      if (messages.length > 0 && !(await mayStart(messages, hold, ports))) return summary;
      const outcomes = await Promise.all(
        messages.map((message) => dispatch(message, receivedAtMs, places, ports, limits)),
      );
      for (const outcome of outcomes) summary[outcome === "unanswered" ? "refused" : outcome] += 1;
      const waits = firstWaitsSeconds(messages, receivedAtMs);
      if (waits.length > 0)
        summary.longestWaitSeconds = Math.max(summary.longestWaitSeconds ?? 0, ...waits);
      if (failure) throw failure.reason;
      if (outcomes.includes("dispatched")) unanswered = 0;
      else unanswered += outcomes.filter((outcome) => outcome === "unanswered").length;
      const isLost = unanswered > (summary.dispatched > 0 ? mostUnanswered - 1 : 0);
      summary.inFlight = places.taken(depth, clock.now());
      if (isLost || outcomes.includes("refused")) return summary;
      if (messages.length === 0) break;
      freePlaces = limits.maxConcurrentDownloads - summary.inFlight;
    }
    if (freePlaces > 0 && places.state.atWork.length === 0) return summary;
  }
  return summary;
}

async function readDepth({ queue, clock }: DispatchPorts) {
  const readAtMs = clock.now();
  return { ...(await queue.depth()), readAtMs };
}

/** Frees the places of workers that are over; with `isFull`, waits a moment for the first. */
async function hearEnds(
  places: Places,
  isFull: boolean,
  { ends, clock, log }: DispatchPorts,
  { pollMs }: DispatchLimits,
): Promise<void> {
  const askedAtMs = clock.now();
  let heard: readonly WorkerEnd[] = [];
  try {
    heard = await ends.take(isFull && !places.state.isDeaf ? fullWaitSeconds : 0);
    places.report(heard, clock.now());
  } catch (error) {
    // Places become free by the queue's count then, only later.
    log.warn("worker-ends-unheard", { error });
  }
  if (isFull && heard.length === 0 && clock.now() - askedAtMs < pollMs) await clock.sleep(pollMs);
}

/** All that several receives brought. One that fails must not hide the messages of the others until they time out. */
async function receive(queue: PostQueue, counts: readonly number[]) {
  const receives = await Promise.allSettled(counts.map((count) => queue.receive(count)));
  return {
    messages: receives.flatMap((result) => (result.status === "fulfilled" ? result.value : [])),
    failure: receives.find((result) => result.status === "rejected"),
  };
}

/** Whether the workers of `messages` may be started. If not, the messages are visible again soon. @throws as `hold`. */
async function mayStart(
  messages: readonly ReceivedMessage[],
  hold: KeptPlaces["hold"],
  ports: DispatchPorts,
): Promise<boolean> {
  let isHeld = false;
  try {
    isHeld = await hold();
  } finally {
    if (!isHeld) await Promise.all(messages.map((message) => hide(message, soonSeconds, ports)));
  }
  return isHeld;
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
  places: Places,
  ports: DispatchPorts,
  limits: DispatchLimits,
): Promise<"dispatched" | "refused" | "unanswered" | "poison"> {
  const { messageId, receiveCount, receiptHandle } = message;
  const read = toDownloadJob(message, receivedAtMs, limits.visibilityTimeoutSeconds);
  if (read.kind === "poison") {
    ports.log.error("message-poison", { messageId, receiveCount, reason: read.reason });
    await hide(message, soonSeconds, ports);
    return "poison";
  }
  const { crawlId, post } = read.job.message;
  const log = ports.log.with({ crawlId, postId: post.id, messageId, receiveCount });
  const id = dispatchId(receiptHandle);
  places.take(id, ports.clock.now());
  const invocation = await ports.workers.invoke(read.job);
  if (invocation.kind === "accepted") {
    log.info("post-dispatched");
    return "dispatched";
  }
  // Where no answer came the place stays taken: Lambda reports the end if there was a worker.
  if (invocation.kind === "refused") places.free({ id, dispatchedAtMs: receivedAtMs });
  else places.uncount(id);
  log.error("invocation-refused", { error: invocation.error });
  await hide(message, refusalDelaySeconds(receiveCount), ports);
  return invocation.kind;
}

async function hide(message: ReceivedMessage, seconds: number, { queue, log }: DispatchPorts) {
  try {
    await queue.changeVisibility(message.receiptHandle, seconds);
  } catch (error) {
    // Then its visibility timeout ends by itself, only later.
    log.warn("show-again-failed", { messageId: message.messageId, error });
  }
}
