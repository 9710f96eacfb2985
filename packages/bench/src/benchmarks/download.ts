import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import type { Benchmark } from "../benchmark.ts";
import { ratioFigure } from "../measure/figures.ts";
import { interleaved } from "../measure/interleaved.ts";
import { onLastCore } from "../measure/last-core.ts";
import { eventsFile, runFunction } from "../measure/run-function.ts";
import { startAwsMock } from "../servers/aws-mock.ts";
import { downloadJob } from "../servers/download-job.ts";
import { pictureUrl, startPictureInternet } from "../servers/picture-internet.ts";
import { functionEnvironment, withHandlers } from "../stages.ts";

const rounds = 7;
const posts = 5;
const picturesPerPost = 20;
/** As many as one worker downloads at a time. */
const atOnce = 3;
const plainCopy = fileURLToPath(new URL("../programs/plain-copy.js", import.meta.url));
const run = promisify(execFile);

/** 0.2 to 5 MB, most of them small, as pictures are; always the same ones. */
function pictureBytes(index: number): number {
  return Math.round(200_000 * 25 ** ((index * 0.618_034) % 1));
}

/** A hundred pictures by one worker into an S3 that keeps nothing, compared with a plain copy of the same bytes. */
export const download: Benchmark = {
  name: "download",
  stable: false,
  run: () =>
    withHandlers(async (handlerOf, folder) => {
      const internet = await startPictureInternet(folder);
      const aws = await startAwsMock();
      try {
        const urlsOf = (post: number) =>
          Array.from({ length: picturesPerPost }, (_, index) =>
            pictureUrl(`d${post}x${index}`, pictureBytes(post * picturesPerPost + index)),
          );
        const all = Array.from({ length: posts }, (_, post) => urlsOf(post));
        const bytes = Array.from({ length: posts * picturesPerPost }, (_, index) =>
          pictureBytes(index),
        );
        const megabytes = bytes.reduce((sum, each) => sum + each, 0) / 1e6;
        const environment = functionEnvironment(aws.endpoint, internet.environment);
        const events = await eventsFile(
          join(folder, "events.json"),
          all.map((urls, post) => downloadJob(urls, `1ab${post}`)),
        );
        const copies = join(folder, "copies.json");
        await writeFile(copies, JSON.stringify({ urls: all.flat(), sink: aws.endpoint, atOnce }));
        const runs = await interleaved<"worker" | "copy", number>(rounds, {
          worker: async () => {
            const { calls } = await runFunction(handlerOf("download-worker"), {
              environment,
              eventsFile: events,
            });
            return calls.reduce((sum, { ms }) => sum + ms, 0);
          },
          copy: async () => {
            // Where the worker runs: with a second core for its garbage the copy would be another reference.
            const [file = "", ...args] = await onLastCore([process.execPath, plainCopy, copies]);
            const { stdout } = await run(file, args, { env: environment });
            return Number(stdout);
          },
        });
        const rates = (ms: readonly number[]) => ms.map((each) => megabytes / (each / 1000));
        const how = `, ${atOnce} at a time, over TLS`;
        return [
          ratioFigure("download/throughput", rates(runs.worker), rates(runs.copy), "MB/s", how),
        ];
      } finally {
        await aws.stop();
        await internet.stop();
      }
    }),
};
