import { join } from "node:path";

import type { Benchmark, Figure } from "../benchmark.ts";
import { eventsFile, runFunction } from "../measure/run-function.ts";
import { startAwsMock } from "../servers/aws-mock.ts";
import { downloadJob } from "../servers/download-job.ts";
import { pictureUrl, startPictureInternet } from "../servers/picture-internet.ts";
import { functionEnvironment, withHandlers } from "../stages.ts";

const rounds = 3;
/** As Lambda starts Node for 512 MB: 5 % of the memory for the young generation, 90 % for the old one. */
const lambdaFlags = ["--expose-gc", "--max-semi-space-size=25", "--max-old-space-size=460"];
const posts = {
  "one-of-200-mb": [pictureUrl("large", 200_000_000)],
  "twenty-of-10-mb": Array.from({ length: 20 }, (_, index) => pictureUrl(`m${index}`, 10_000_000)),
};

/** The most memory that a fresh worker takes for one post. What lies uncollected at the peak differs: the least counts. */
export const memory: Benchmark = {
  name: "memory",
  stable: false,
  run: () =>
    withHandlers(async (handlerOf, folder) => {
      const internet = await startPictureInternet(folder);
      const aws = await startAwsMock();
      try {
        const figures: Figure[] = [];
        for (const [name, urls] of Object.entries(posts)) {
          const peaks: number[] = [];
          for (let round = 0; round < rounds; round += 1) {
            const { peakMb, calls } = await runFunction(handlerOf("download-worker"), {
              environment: functionEnvironment(aws.endpoint, internet.environment),
              eventsFile: await eventsFile(join(folder, "events.json"), [downloadJob(urls)]),
              nodeFlags: lambdaFlags,
            });
            const answer = JSON.stringify(calls[0]?.answer);
            if (!answer.includes("decided")) throw new Error(`the worker ended with ${answer}`);
            peaks.push(peakMb);
          }
          figures.push({
            name: `memory/${name}`,
            value: Math.min(...peaks),
            unit: "MB",
            spread: [Math.min(...peaks), Math.max(...peaks)],
          });
        }
        return figures;
      } finally {
        await aws.stop();
        await internet.stop();
      }
    }),
};
