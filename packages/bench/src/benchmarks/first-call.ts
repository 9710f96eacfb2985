import { join } from "node:path";

import type { Benchmark, Figure } from "../benchmark.ts";
import { ratioFigure } from "../measure/figures.ts";
import { interleaved } from "../measure/interleaved.ts";
import { eventsFile, runFunction } from "../measure/run-function.ts";
import { startAwsMock } from "../servers/aws-mock.ts";
import { postMessage } from "../servers/download-job.ts";
import { firstEvents } from "../servers/first-events.ts";
import { pictureUrl, startPictureInternet } from "../servers/picture-internet.ts";
import { functionEnvironment, stages, withHandlers } from "../stages.ts";
import { untunedBundle } from "../untuned-bundle.ts";

const rounds = 25;
const waitingPosts = 10;

/** From the process's start until the first event's end: by the clock, and the processor's part of it. */
interface FirstCall {
  ms: number;
  cpuMs: number;
}

/** A fresh process until its first event is worked on, every call over TLS, compared with the untuned bundle. */
export const firstCall: Benchmark = {
  name: "first-call",
  stable: false,
  run: () =>
    withHandlers(async (handlerOf, folder) => {
      const internet = await startPictureInternet(folder);
      const queue = { waiting: new Array<string>(), inFlight: 0 };
      const aws = await startAwsMock({ authority: internet.authority, queue });
      const environment = functionEnvironment(aws.endpoint, {
        ...internet.environment,
        NO_PROXY: "localhost",
        // More than wait, so that the balancer's round ends with the empty queue and not with its time.
        MAX_CONCURRENT_DOWNLOADS: String(2 * waitingPosts),
      });
      const messages = Array.from({ length: waitingPosts }, (_, index) =>
        JSON.stringify(postMessage([pictureUrl(`p${index}`, 1)], index.toString(36))),
      );
      try {
        const figures: Figure[] = [];
        for (const stage of stages) {
          const untuned = await untunedBundle(stage, folder);
          const events = await eventsFile(join(folder, "events.json"), [firstEvents[stage]]);
          const start = (file: string) => async () => {
            queue.waiting = [...messages];
            queue.inFlight = 0;
            const { readyMs, calls } = await runFunction(file, { environment, eventsFile: events });
            const { ms = NaN, cpuMs = NaN } = calls[0] ?? {};
            return { ms: readyMs + ms, cpuMs };
          };
          const runs = await interleaved<"ours" | "untuned", FirstCall>(rounds, {
            ours: start(handlerOf(stage)),
            untuned: start(untuned),
          });
          const figure = (name: string, of: keyof FirstCall) => {
            const times = (side: "ours" | "untuned") => runs[side].map((call) => call[of]);
            return ratioFigure(name, times("ours"), times("untuned"), "ms");
          };
          figures.push(
            figure(`first-call/${stage}`, "ms"),
            figure(`first-call/${stage}/processor`, "cpuMs"),
          );
        }
        return figures;
      } finally {
        await aws.stop();
        await internet.stop();
      }
    }),
};
