import { join } from "node:path";

import type { Benchmark } from "../benchmark.ts";
import { medianFigure } from "../measure/figures.ts";
import { eventsFile, runFunction } from "../measure/run-function.ts";
import { startAwsMock } from "../servers/aws-mock.ts";
import { postMessage } from "../servers/download-job.ts";
import { pictureUrl } from "../servers/picture-internet.ts";
import { functionEnvironment, withHandlers } from "../stages.ts";

const rounds = 5;
const waitingPosts = 1000;
const latencyMs = 20;

/** A thousand waiting posts, dispatched in one round of a fresh process against an AWS that answers in 20 ms. */
export const balancer: Benchmark = {
  name: "balancer",
  stable: false,
  run: () =>
    withHandlers(async (handlerOf, folder) => {
      const events = await eventsFile(join(folder, "events.json"), [{}]);
      const messages = Array.from({ length: waitingPosts }, (_, index) =>
        JSON.stringify(postMessage([pictureUrl(`p${index}`, 1)], index.toString(36))),
      );
      const runs = [];
      for (let round = 0; round < rounds; round += 1) {
        const aws = await startAwsMock({
          latencyMs,
          queue: { waiting: [...messages], inFlight: 0, ends: [] },
        });
        try {
          const { calls, peakMb } = await runFunction(handlerOf("balancer"), {
            environment: functionEnvironment(aws.endpoint, {
              MAX_CONCURRENT_DOWNLOADS: String(waitingPosts),
            }),
            eventsFile: events,
          });
          const dispatched = aws.counts.get("Lambda Invoke") ?? 0;
          if (dispatched !== waitingPosts) throw new Error(`${dispatched} posts were dispatched`);
          const seconds = (calls[0]?.ms ?? NaN) / 1000;
          runs.push({ seconds, peakMb, receives: aws.counts.get("SQS ReceiveMessage") ?? 0 });
        } finally {
          await aws.stop();
        }
      }
      const rates = runs.map(({ seconds }) => waitingPosts / seconds);
      const receives = runs.map((each) => each.receives);
      const peaks = runs.map(({ peakMb }) => peakMb);
      return [
        medianFigure("balancer/dispatches", rates, "/s"),
        medianFigure("balancer/receives", receives, "requests"),
        medianFigure("balancer/memory", peaks, "MB"),
      ];
    }),
};
