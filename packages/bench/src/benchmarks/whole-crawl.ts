import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import {
  demoCredentials,
  startReplay,
  type Replay,
} from "@reddit-crawler/replay-reddit/start-replay";

import type { Benchmark } from "../benchmark.ts";
import { medianFigure, ratioFigure } from "../measure/figures.ts";
import { interleaved } from "../measure/interleaved.ts";
import { writePlainListing } from "../servers/plain-listing.ts";
import { repositoryRoot } from "../stages.ts";

const rounds = 5;
const posts = 100;
const phases = ["seconds", "start", "token", "listing", "pictures", "end"] as const;
const latency = { redditMs: 150, hostsMs: 40 };
const run = promisify(execFile);

/** How many pictures a crawl stored, and how many seconds it took in all and for each of its phases. */
interface Timed {
  pictures: number;
  seconds: Readonly<Record<(typeof phases)[number], number>>;
}

/** The same hundred posts to plain files by `crawl`, and by gallery-dl where GALLERY_DL names it: command to exit. */
export const wholeCrawl: Benchmark = {
  name: "whole-crawl",
  stable: false,
  run: async () => {
    const workDir = await mkdtemp(join(tmpdir(), "bench-crawl-"));
    const listing = join(workDir, "listing.json");
    await writePlainListing(listing, posts);
    const replay = await startReplay({ workDir, listing, latency });
    try {
      // Draws every picture beforehand.
      await replay.expected(posts);
      const galleryDl = process.env["GALLERY_DL"];
      const ours = () => timed(replay, workDir, (out) => crawl(replay, out));
      const theirs = (program: string) => () =>
        timed(replay, workDir, (out) => downloadGallery(program, replay, out));
      const runs = await interleaved<"ours" | "galleryDl", Timed | undefined>(rounds, {
        ours,
        galleryDl: galleryDl === undefined ? async () => undefined : theirs(galleryDl),
      });
      const secondsOf = (all: readonly (Timed | undefined)[], phase: keyof Timed["seconds"]) =>
        all.map((each) => each?.seconds[phase] ?? NaN);
      const figures = phases.map((phase) =>
        medianFigure(`whole-crawl/${phase}`, secondsOf(runs.ours, phase), "s"),
      );
      if (galleryDl === undefined) return figures;
      const counts = new Set([...runs.ours, ...runs.galleryDl].map((each) => each?.pictures));
      if (counts.size > 1)
        throw new Error(`not every run stored as many pictures: ${[...counts].join(", ")}`);
      const version = (await run(galleryDl, ["--version"])).stdout.trim();
      return [
        ...figures,
        ratioFigure(
          "whole-crawl/gallery-dl",
          secondsOf(runs.galleryDl, "seconds"),
          secondsOf(runs.ours, "seconds"),
          "s",
          `, gallery-dl ${version}, ${[...counts].join()} pictures each`,
        ),
      ];
    } finally {
      await replay.stop();
      await rm(workDir, { recursive: true, force: true });
    }
  },
};

async function timed(
  replay: Replay,
  workDir: string,
  command: (out: string) => Promise<unknown>,
): Promise<Timed> {
  const out = await mkdtemp(join(workDir, "out-"));
  const before = replay.requests().length;
  const startMs = Date.now();
  await command(out);
  const exitsMs = Date.now();
  const files = await readdir(out, { recursive: true });
  await rm(out, { recursive: true, force: true });
  const requests = replay.requests().slice(before);
  const token = requests.find(({ path }) => path.includes("access_token"));
  const listing = requests.find(({ host }) => host === "oauth.reddit.com");
  const pictures = requests.filter(({ host }) => !host.endsWith("reddit.com"));
  const [first, last] = [pictures[0], pictures.at(-1)];
  const seconds = (fromMs = NaN, toMs = NaN) => (toMs - fromMs) / 1000;
  return {
    pictures: files.filter((file) => /\.(?:jpe?g|png|gif)$/.test(file)).length,
    seconds: {
      seconds: seconds(startMs, exitsMs),
      start: seconds(startMs, token?.at),
      token: seconds(token?.at, listing?.at),
      listing: seconds(listing?.at, first?.at),
      pictures: seconds(first?.at, last?.at),
      end: seconds(last?.at, exitsMs),
    },
  };
}

function crawl(replay: Replay, out: string) {
  const cli = join(repositoryRoot, "packages/cli/src/main.ts");
  return run(process.execPath, [cli, "crawl", "aww", "--limit", String(posts), "--out", out], {
    env: {
      PATH: process.env["PATH"],
      ...replay.environment(),
      REDDIT_CLIENT_ID: demoCredentials.clientId,
      REDDIT_CLIENT_SECRET: demoCredentials.clientSecret,
      IMGUR_CLIENT_ID: "replay-imgur-client",
      IMGUR_PAGE_ID: "off",
    },
  });
}

/** gallery-dl's own way of the same: the API with keys, one file at a time, no pause that Reddit does not ask for. */
function downloadGallery(program: string, replay: Replay, out: string) {
  const options = {
    "extractor.reddit.client-id": demoCredentials.clientId,
    "extractor.reddit.user-agent": "linux:reddit-crawler-bench:1.0 (by /u/example)",
    "extractor.proxy": replay.proxyUrl,
    "extractor.verify": replay.caFile,
    // Tokens of an earlier replay lie in the one that it keeps otherwise.
    "cache.file": join(out, "cache.sqlite3"),
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  return run(program, [
    "--config-ignore",
    ...flags,
    "-d",
    out,
    "https://www.reddit.com/r/aww/top/?t=day",
  ]);
}
