import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { demoCredentials, startReplay } from "@reddit-crawler/replay-reddit/start-replay";

import type { Benchmark, Figure } from "../benchmark.ts";
import {
  crawlMemoryMb,
  phases,
  playedBy,
  runCrawlCommand,
  runGalleryDl,
  runSerial,
  type CrawlRun,
} from "../measure/crawl-run.ts";
import { medianFigure, ratioFigure } from "../measure/figures.ts";
import { interleaved } from "../measure/interleaved.ts";
import { writePlainListing } from "../servers/plain-listing.ts";

const posts = 100;

/** What is crawled, and how long picture hosts take to answer. */
interface Scene {
  name: "quick" | "slow" | "galleries";
  hostsMs: number;
  /** Posts that every downloader reads alike; else those of the demo, with whole galleries and albums. */
  isPlain: boolean;
  rounds: number;
}

// One round of slow hosts: a serial download of them takes minutes.
const scenes: readonly Scene[] = [
  { name: "quick", hostsMs: 40, isPlain: true, rounds: 5 },
  { name: "slow", hostsMs: 1000, isPlain: true, rounds: 1 },
  { name: "galleries", hostsMs: 40, isPlain: false, rounds: 3 },
];

/**
 * A hundred posts to plain files by the built command, from its start to its exit, beside a script that takes the same
 * pictures one after the other, and beside gallery-dl where GALLERY_DL names it.
 */
export const wholeCrawl: Benchmark = {
  name: "whole-crawl",
  stable: false,
  run: async () => {
    const figures: Figure[] = [];
    for (const scene of scenes) {
      console.error(`  ${scene.name}`);
      figures.push(...(await play(scene)));
    }
    return figures;
  },
};

async function play({ name, hostsMs, isPlain, rounds }: Scene): Promise<Figure[]> {
  const workDir = await mkdtemp(join(tmpdir(), "bench-crawl-"));
  const listing = join(workDir, "listing.json");
  if (isPlain) await writePlainListing(listing, posts);
  const replay = await startReplay({
    workDir,
    latency: { redditMs: 150, hostsMs },
    ...(isPlain && { listing }),
  });
  try {
    // Draws every picture beforehand.
    const expected = await replay.expected(posts);
    const plan = join(workDir, "plan.json");
    const { clientId, clientSecret } = demoCredentials;
    await writeFile(
      plan,
      JSON.stringify({
        credentials: `${clientId}:${clientSecret}`,
        listing: `https://oauth.reddit.com/r/aww/top?t=day&limit=${posts}&raw_json=1`,
        pictures: expected.flatMap(({ pictures }) => pictures.map(({ url }) => url)),
      }),
    );
    // The demo's odder posts end gallery-dl 1.25.3.
    const galleryDl = isPlain ? process.env["GALLERY_DL"] : undefined;
    const none = async () => undefined;
    const runs = await interleaved<"ours" | "serial" | "galleryDl", CrawlRun | undefined>(rounds, {
      ours: () => runCrawlCommand(playedBy(replay), workDir, posts),
      serial: isPlain ? () => runSerial(playedBy(replay), workDir, plan) : none,
      galleryDl: galleryDl === undefined ? none : () => runGalleryDl(replay, workDir, galleryDl),
    });
    const memoryMb = await crawlMemoryMb(playedBy(replay), workDir, posts);
    return [
      ...figuresOf(name, runs),
      { name: `whole-crawl/${name}/memory`, value: memoryMb, unit: "MB" },
    ];
  } finally {
    await replay.stop();
    await rm(workDir, { recursive: true, force: true });
  }
}

type Runs = Record<"ours" | "serial" | "galleryDl", readonly (CrawlRun | undefined)[]>;

/** @throws {Error} when one downloader stored more pictures than another. */
function figuresOf(scene: Scene["name"], runs: Runs): Figure[] {
  const measured = (all: Runs["ours"]) => all.filter((run) => run !== undefined);
  const ours = measured(runs.ours);
  const counts = new Set(
    Object.values(runs)
      .flatMap(measured)
      .map(({ pictures }) => pictures),
  );
  if (counts.size > 1)
    throw new Error(`not every run stored as many pictures: ${[...counts].join(", ")}`);
  const figure = (
    what: string,
    of: readonly CrawlRun[],
    value: (run: CrawlRun) => number,
    unit: Figure["unit"],
  ) => medianFigure(`whole-crawl/${scene}/${what}`, of.map(value), unit);
  const times = phases.map((phase) => figure(phase, ours, (run) => run.phases[phase], "s"));
  const beside = (name: string, others: readonly CrawlRun[]) =>
    others.length === 0
      ? []
      : [
          figure(`${name}/seconds`, others, ({ seconds }) => seconds, "s"),
          figure(`${name}/processor`, others, ({ processorSeconds }) => processorSeconds, "s"),
          ratioFigure(
            `whole-crawl/${scene}/${name}`,
            others.map(({ seconds }) => seconds),
            ours.map(({ seconds }) => seconds),
            "s",
            `, ${[...counts].join()} pictures each`,
          ),
        ];
  return [
    figure("seconds", ours, ({ seconds }) => seconds, "s"),
    figure("processor", ours, ({ processorSeconds }) => processorSeconds, "s"),
    figure("stored", ours, ({ pictures }) => pictures, "pictures"),
    ...times,
    ...beside("serial", measured(runs.serial)),
    ...beside("gallery-dl", measured(runs.galleryDl)),
  ];
}
