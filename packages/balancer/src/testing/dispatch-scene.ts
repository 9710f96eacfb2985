import { createLog } from "@reddit-crawler/function-runtime/log";
import type { DownloadJob } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { memoryObjects } from "@reddit-crawler/bucket/testing/memory-objects";

import { dispatchPosts, type Invocation } from "../dispatch-posts.ts";
import { emptyPlaces, Places } from "../places/places.ts";
import { dispatchId, type WorkerEnds } from "../places/worker-ends.ts";
import type { PostQueue, ReceivedMessage } from "../post-queue.ts";

const startMs = Date.parse("2026-11-22T20:00:00Z");
/** The body of every message, where a scene has no other. */
export const body = JSON.stringify(contracts["post-message"].examples[0]);

/** What a round meets. */
export interface DispatchScene {
  waiting?: number;
  /** Workers of former rounds that run on. */
  atWork?: number;
  places?: number;
  /** How long a worker takes. */
  workMs?: number;
  /** How long the round may take. */
  roundMs?: number;
  /** Milliseconds by which the queue's counts are late. */
  lagMs?: number;
  /** Lambda reports no end of a worker. */
  isSilent?: boolean;
  bodyOf?: (index: number) => string;
  invoke?: (job: DownloadJob) => Promise<Invocation>;
  queue?: (fake: PostQueue) => Partial<PostQueue>;
  take?: WorkerEnds["take"];
  /** Another balancer came first. */
  isTaken?: boolean;
  hold?: () => Promise<boolean>;
}

/** A queue, workers that finish after `workMs`, and a clock that moves only by sleeping and long polls. */
export function dispatchScene(options: DispatchScene) {
  const { waiting = 0, atWork = 0, places = 10, workMs = 2000, roundMs = 75_000 } = options;
  const { lagMs = 0, isSilent = false } = options;
  let now = startMs;
  const visible = Array.from({ length: waiting }, (_, i) => `m-${i}`);
  const calls: string[] = [];
  const jobs: { job: DownloadJob; at: number }[] = [];
  const reported = new Set<DownloadJob>();
  const hidden: { seconds: number; receiptHandle: string }[] = [];
  const lines: string[] = [];
  const counts: { at: number; waiting: number; inFlight: number }[] = [];
  let mostAtWork = atWork;

  const busy = (at = now) => atWork + jobs.filter((job) => at - job.at < workMs).length;
  const note = () => counts.push({ at: now, waiting: visible.length, inFlight: busy() });
  const fake: PostQueue = {
    depth: async () => {
      calls.push("depth");
      note();
      return counts.findLast(({ at }) => at <= now - lagMs) ?? { waiting: 0, inFlight: 0 };
    },
    receive: async (count) => {
      calls.push(`receive ${count}`);
      // A long poll of an empty queue.
      if (visible.length === 0) now += 1000;
      return visible.splice(0, count).map((messageId): ReceivedMessage => {
        const index = Number(messageId.slice(2));
        return {
          messageId,
          receiptHandle: `receipt of ${messageId}`,
          body: options.bodyOf?.(index) ?? body,
          receiveCount: 1,
        };
      });
    },
    changeVisibility: async (receiptHandle, seconds) =>
      void hidden.push({ seconds, receiptHandle }),
  };
  const take: WorkerEnds["take"] = async (waitSeconds) => {
    calls.push(`ends ${waitSeconds}`);
    const open = jobs.filter(({ job }) => !isSilent && !reported.has(job));
    const nextAt = Math.min(...open.map(({ at }) => at + workMs));
    now = Math.max(now, Math.min(nextAt, now + waitSeconds * 1000));
    return open
      .filter(({ at }) => now - at >= workMs)
      .map(({ job }) => {
        reported.add(job);
        const { receiptHandle, receivedAt } = job;
        return { id: dispatchId(receiptHandle), dispatchedAtMs: Date.parse(receivedAt) };
      });
  };
  const held = new Places(
    { longestRunMs: 180_000, pollMs: 500 },
    {
      ...emptyPlaces,
      atWork: Array.from({ length: atWork }, (_, i) => ({ id: `old-${i}`, startedAtMs: startMs })),
    },
  );
  const run = () =>
    dispatchPosts(
      {
        queue: { ...fake, ...options.queue?.(fake) },
        workers: {
          invoke: async (job) => {
            const invocation = await options.invoke?.(job);
            if (invocation && invocation.kind !== "accepted") return invocation;
            jobs.push({ job, at: now });
            note();
            mostAtWork = Math.max(mostAtWork, busy());
            return invocation ?? { kind: "accepted" };
          },
        },
        ends: { take: options.take ?? take },
        objects: memoryObjects(),
        clock: {
          now: () => now,
          sleep: async (ms) => {
            calls.push(`sleep ${ms}`);
            now += ms;
          },
        },
        log: createLog({ service: "balancer", write: (line) => lines.push(line) }),
      },
      {
        places: held,
        hold: async () => {
          calls.push("hold");
          return options.hold ? options.hold() : options.isTaken !== true;
        },
        close: async () => {},
      },
      {
        maxConcurrentDownloads: places,
        pollMs: 500,
        visibilityTimeoutSeconds: 180,
        endsAtMs: startMs + roundMs,
      },
    );
  return {
    run,
    calls,
    jobs,
    hidden,
    lines,
    held,
    mostAtWork: () => mostAtWork,
    elapsedMs: () => now - startMs,
  };
}
