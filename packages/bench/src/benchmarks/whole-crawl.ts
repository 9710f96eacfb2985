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

import type { Benchmark, Figure } from "../benchmark.ts";
import { medianFigure, ratioFigure } from "../measure/figures.ts";
import { interleaved } from "../measure/interleaved.ts";
import { writePlainListing } from "../servers/plain-listing.ts";
import { repositoryRoot } from "../stages.ts";

const rounds = 5;
const posts = 100;
const latency = { redditMs: 150, hostsMs: 40 };
const run = promisify(execFile);

/** How many pictures a crawl stored, and when it did what, in milliseconds from its command. */
interface Times {
  pictures: number;
  token: number;
  listed: number;
  firstPicture: number;
  lastPicture: number;
  exits: number;
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
      const runs = await interleaved<"ours" | "galleryDl", Times>(rounds, {
        ours: () => timed(replay, workDir, (out) => crawl(replay, out)),
        galleryDl: () =>
          galleryDl === undefined
            ? Promise.resolve(never)
            : timed(replay, workDir, (out) => downloadGallery(galleryDl, replay, out)),
      });
      const figures = oursInFigures(runs.ours);
      if (galleryDl === undefined) return figures;
      const counts = [...runs.ours, ...runs.galleryDl].map(({ pictures }) => pictures);
      if (new Set(counts).size > 1)
        throw new Error(`not every run stored as many pictures: ${counts.join(", ")}`);
      const version = (await run(galleryDl, ["--version"])).stdout.trim();
      const seconds = (times: readonly Times[]) => times.map(({ exits }) => exits / 1000);
      const how = `, gallery-dl ${version}, ${counts[0]} pictures each`;
      return [
        ...figures,
        ratioFigure(
          "whole-crawl/gallery-dl",
          seconds(runs.galleryDl),
          seconds(runs.ours),
          "s",
          how,
        ),
      ];
    } finally {
      await replay.stop();
      await rm(workDir, { recursive: true, force: true });
    }
  },
};

const never: Times = {
  pictures: NaN,
  token: NaN,
  listed: NaN,
  firstPicture: NaN,
  lastPicture: NaN,
  exits: NaN,
};

function oursInFigures(times: readonly Times[]): Figure[] {
  const span = (what: string, of: (time: Times) => number) =>
    medianFigure(
      `whole-crawl/${what}`,
      times.map((time) => of(time) / 1000),
      "s",
    );
  return [
    span("seconds", ({ exits }) => exits),
    span("start", ({ token }) => token),
    span("token", ({ token, listed }) => listed - token),
    span("listing", ({ listed, firstPicture }) => firstPicture - listed),
    span("pictures", ({ firstPicture, lastPicture }) => lastPicture - firstPicture),
    span("end", ({ lastPicture, exits }) => exits - lastPicture),
  ];
}

async function timed(
  replay: Replay,
  workDir: string,
  command: (out: string) => Promise<unknown>,
): Promise<Times> {
  const out = await mkdtemp(join(workDir, "out-"));
  const before = replay.requests().length;
  const startMs = Date.now();
  await command(out);
  const exits = Date.now() - startMs;
  const files = await readdir(out, { recursive: true });
  const requests = replay.requests().slice(before);
  const pictures = requests.filter(({ host }) => !host.endsWith("reddit.com"));
  const at = (request: { at: number } | undefined) => (request?.at ?? NaN) - startMs;
  await rm(out, { recursive: true, force: true });
  return {
    pictures: files.filter((file) => /\.(?:jpe?g|png|gif)$/.test(file)).length,
    token: at(requests.find(({ path }) => path.includes("access_token"))),
    listed: at(requests.find(({ host }) => host === "oauth.reddit.com")),
    firstPicture: at(pictures[0]),
    lastPicture: at(pictures.at(-1)),
    exits,
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
