import { join } from "node:path";

import { orderCrawl } from "@reddit-crawler/cli/pipeline/crawl-api";
import { startPipeline } from "@reddit-crawler/cli/pipeline/pipeline";
import { changedTemplate } from "@reddit-crawler/cli/testing/changed-template";
import { changeTemplate } from "@reddit-crawler/local-stack/testing/change-template";

import type { Figure } from "../benchmark.ts";
import { startEmulatedStack } from "../emulator/emulated-stack.ts";
import { emulatorAt } from "../emulator/emulator-client.ts";
import { benchSettings } from "../measure/crawl-cost.ts";
import { secondsToGoodPictures, type StartStack } from "./failing-pictures.ts";

const posts = 100;

/** Places, and how many of 100 posts fail: on the local stack, and on another emulator. */
export const localRuns = [4, 10].flatMap((places) =>
  [0, 12, 31].map((failing) => ({ places, failing })),
);
export const emulatorRuns = [0, 31].map((failing) => ({ places: 10, failing }));

/** A hundred posts by the real zips on the local stack. */
export const onLocalStack = () => besideFailingPictures("stack", localRuns, startLocalStack);

/** The same on another emulator, whose address AWS_EMULATOR is; nothing where it is not set. */
export async function onOtherEmulator(): Promise<Figure[]> {
  const url = process.env["AWS_EMULATOR"];
  if (url === undefined) return [];
  const emulator = emulatorAt(url);
  return besideFailingPictures("emulator", emulatorRuns, async (options) => {
    const stack = await startEmulatedStack(emulator, options);
    return { ...stack, keys: (prefix) => emulator.keys(stack.bucket, prefix) };
  });
}

/**
 * Seconds until every good post of a hundred is stored, and how many times as long as a crawl of the good ones alone takes
 * right before.
 */
async function besideFailingPictures(
  where: string,
  runs: readonly { places: number; failing: number }[],
  startStack: StartStack,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { places, failing } of runs) {
    const alone = { places, posts: posts - failing, failing: 0 };
    const aloneSeconds = await secondsToGoodPictures(alone, startStack);
    const seconds =
      failing === 0
        ? aloneSeconds
        : await secondsToGoodPictures({ places, posts, failing }, startStack);
    const name = `flow/${where}/${places}/${failing}`;
    figures.push(
      { name: `${name}/seconds`, value: seconds, unit: "s" },
      { name: `${name}/ratio`, value: seconds / aloneSeconds, unit: "x" },
    );
  }
  return figures;
}

const startLocalStack: StartStack = async ({ folder, places, network }) => {
  // The command gives its balancer two places for each worker.
  const templatePath = changedTemplate(folder, (template) =>
    changeTemplate(
      template,
      "Resources.BalancerFunction.Properties.Environment.Variables.MAX_CONCURRENT_DOWNLOADS",
      String(places),
    ),
  );
  const pipeline = await startPipeline({
    settings: benchSettings,
    folder: join(folder, "pictures"),
    network,
    mostConcurrent: places,
    templatePath,
    onLog: () => {},
  });
  return {
    orderCrawl: (order) => orderCrawl(pipeline.apiUrl, order),
    keys: (prefix) => pipeline.bucket.keys(prefix),
    stop: () => pipeline.stop(),
  };
};
