import { createLog } from "@reddit-crawler/function-runtime/log";
import type { DownloadJob } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";

import { dispatchPosts, type WorkerInvoker } from "../dispatch-posts.ts";
import type { PostQueue, ReceivedMessage } from "../post-queue.ts";

const startMs = Date.parse("2026-11-22T20:00:00Z");
/** The body of every message, where a scene has no other. */
export const body = JSON.stringify(contracts["post-message"].examples[0]);

/** What a round meets. */
export interface DispatchScene {
  waiting?: number;
  /** Messages that were in flight before the round and stay so. */
  inFlight?: number;
  places?: number;
  /** How long a worker takes. */
  workMs?: number;
  /** How long the round may take. */
  roundMs?: number;
  /** The depth's counts never change, as if they were outdated. */
  staleDepth?: boolean;
  bodyOf?: (index: number) => string;
  invoke?: WorkerInvoker["invoke"];
  queue?: (fake: PostQueue) => Partial<PostQueue>;
}

/** A queue, workers that finish after `workMs`, and a clock that moves only by sleeping. */
export function dispatchScene(options: DispatchScene) {
  const { waiting = 0, inFlight = 0, places = 10, workMs = 2000, roundMs = 55_000 } = options;
  let now = startMs;
  const visible = Array.from({ length: waiting }, (_, i) => `m-${i}`);
  const calls: string[] = [];
  const jobs: { job: DownloadJob; at: number }[] = [];
  const hidden: { seconds: number; receiptHandle: string }[] = [];
  const lines: string[] = [];
  let mostInFlight = inFlight;

  const busy = () => inFlight + jobs.filter(({ at }) => now - at < workMs).length;
  const fake: PostQueue = {
    depth: async () => {
      calls.push("depth");
      return options.staleDepth
        ? { waiting, inFlight }
        : { waiting: visible.length, inFlight: busy() };
    },
    receive: async (count) => {
      calls.push(`receive ${count}`);
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
  const run = () =>
    dispatchPosts(
      {
        queue: { ...fake, ...options.queue?.(fake) },
        workers: {
          invoke: async (job) => {
            await options.invoke?.(job);
            jobs.push({ job, at: now });
            mostInFlight = Math.max(mostInFlight, busy());
          },
        },
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
    mostInFlight: () => mostInFlight,
    elapsedMs: () => now - startMs,
  };
}
