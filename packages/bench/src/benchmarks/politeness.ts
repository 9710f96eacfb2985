import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Benchmark, Figure } from "../benchmark.ts";
import { runCrawlCommand } from "../measure/crawl-run.ts";
import { judgePoliteness } from "../measure/politeness-log.ts";
import { retryAfterSeconds, startPictureInternet } from "../servers/picture-internet.ts";

const posts = 1000;

/** A host that takes a second to answer, and one that is quick and refuses more than it likes. */
const hosts = {
  slow: { answerMs: 1000 },
  hurried: { answerMs: 100, mostASecond: 20 },
} as const;

/**
 * A thousand posts by the built command from one picture host, which is slow or answers 429 to hurry. Its log says how
 * it was asked.
 */
export const politeness: Benchmark = {
  name: "politeness",
  stable: false,
  run: async () => {
    const figures: Figure[] = [];
    for (const [name, host] of Object.entries(hosts)) {
      console.error(`  ${name}`);
      figures.push(...(await play(name, host)));
    }
    return figures;
  },
};

async function play(
  name: string,
  host: { answerMs: number; mostASecond?: number },
): Promise<Figure[]> {
  const workDir = await mkdtemp(join(tmpdir(), "bench-politeness-"));
  const internet = await startPictureInternet(workDir, { pictureBytes: 20_000, ...host });
  try {
    const run = await runCrawlCommand(internet, workDir, posts);
    if (run.pictures !== posts) throw new Error(`${run.pictures} of ${posts} pictures were stored`);
    const judged = judgePoliteness(internet.requests(), "i.redd.it", retryAfterSeconds);
    const figure = (what: string, value: number, unit: Figure["unit"]): Figure => ({
      name: `politeness/${name}/${what}`,
      value,
      unit,
    });
    return [
      figure("seconds", run.seconds, "s"),
      figure("at-once", judged.mostAtOnce, "requests"),
      figure("refused", judged.refused, "requests"),
      figure("in-cooldown", judged.inCooldown, "requests"),
      figure("repeated", judged.repeated, "requests"),
      figure("listing-gap", judged.listingGapMs / 1000, "s"),
    ];
  } finally {
    await internet.stop();
    await rm(workDir, { recursive: true, force: true });
  }
}
