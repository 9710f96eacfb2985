import { mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";

import { demoCredentials, type Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { demoImgurClientId } from "@reddit-crawler/replay-reddit/hosts/imgur-home";

import { repositoryRoot } from "../stages.ts";
import { peakMemoryMb, runMeasured, type Measured } from "./run-measured.ts";

/** One command's way from its start to its exit. */
export interface CrawlRun extends Measured {
  pictures: number;
  /** Seconds until Reddit was asked for a token, until its listing, until the first picture, the last one, and the exit. */
  phases: Readonly<Record<(typeof phases)[number], number>>;
}

export const phases = ["start", "token", "listing", "pictures", "end"] as const;

/** What the bench plays to a command: Reddit and the picture hosts, with a log. */
interface PlayedInternet {
  environment: Readonly<Record<string, string>>;
  requests: () => readonly { host: string; path: string; at: number }[];
}

interface Command {
  words: readonly string[];
  env: Readonly<Record<string, string>>;
}

/**
 * Runs `command`, which downloads into the folder that it gets, and reads the replay's log of it. The folder stays: ext4
 * passes over what was deleted within a minute, one by one, which took the next crawl a fifth of its processor time.
 */
async function timed(
  internet: PlayedInternet,
  workDir: string,
  command: (out: string) => Command,
): Promise<CrawlRun> {
  const out = await mkdtemp(join(workDir, "out-"));
  const before = internet.requests().length;
  const { words, env } = command(out);
  const startMs = Date.now();
  const measured = await runMeasured(words, { PATH: process.env["PATH"], ...env });
  const exitsMs = Date.now();
  const files = await readdir(out, { recursive: true });
  const requests = internet.requests().slice(before);
  const token = requests.find(({ path }) => path.includes("access_token"));
  const listing = requests.find(({ host }) => host === "oauth.reddit.com");
  const pictures = requests.filter(({ host }) => !host.endsWith("reddit.com"));
  const [first, last] = [pictures[0], pictures.at(-1)];
  const seconds = (fromMs = NaN, toMs = NaN) => (toMs - fromMs) / 1000;
  return {
    ...measured,
    pictures: files.filter((file) => /\.(?:jpe?g|png|gif|webp|mp4)$/.test(file)).length,
    phases: {
      start: seconds(startMs, token?.at),
      token: seconds(token?.at, listing?.at),
      listing: seconds(listing?.at, first?.at),
      pictures: seconds(first?.at, last?.at),
      end: seconds(last?.at, exitsMs),
    },
  };
}

/** A replay as the bench plays it. */
export function playedBy(replay: Replay): PlayedInternet {
  return { environment: { ...replay.environment() }, requests: () => replay.requests() };
}

/** The built `crawl` of `posts` posts of r/aww, with keys. */
export function runCrawlCommand(
  internet: PlayedInternet,
  workDir: string,
  posts: number,
): Promise<CrawlRun> {
  return timed(internet, workDir, (out) => crawlCommand(internet, posts, out));
}

/** The most memory that all processes of such a crawl have at one time, in MB. */
export async function crawlMemoryMb(
  internet: PlayedInternet,
  workDir: string,
  posts: number,
): Promise<number> {
  const out = await mkdtemp(join(workDir, "out-"));
  const { words, env } = crawlCommand(internet, posts, out);
  return peakMemoryMb(words, { PATH: process.env["PATH"], ...env });
}

function crawlCommand({ environment }: PlayedInternet, posts: number, out: string): Command {
  const program = join(repositoryRoot, "packages/cli/dist/reddit-crawler.mjs");
  return {
    words: [process.execPath, program, "crawl", "aww", "--limit", String(posts), "--out", out],
    env: {
      ...environment,
      REDDIT_CLIENT_ID: demoCredentials.clientId,
      REDDIT_CLIENT_SECRET: demoCredentials.clientSecret,
      IMGUR_CLIENT_ID: demoImgurClientId,
      IMGUR_PAGE_ID: "off",
    },
  };
}

/** A script that asks for the same pictures one after the other, by the addresses in `plan`. */
export function runSerial(
  internet: PlayedInternet,
  workDir: string,
  plan: string,
): Promise<CrawlRun> {
  const program = join(import.meta.dirname, "../programs/serial-downloads.js");
  return timed(internet, workDir, (out) => ({
    words: [process.execPath, program, plan, out],
    env: { ...internet.environment, NODE_USE_ENV_PROXY: "1" },
  }));
}

/** gallery-dl's own way of the same: the API with keys, one file at a time, no pause that Reddit does not ask for. */
export function runGalleryDl(replay: Replay, workDir: string, program: string): Promise<CrawlRun> {
  return timed(playedBy(replay), workDir, (out) => {
    const options = {
      "extractor.reddit.client-id": demoCredentials.clientId,
      "extractor.reddit.user-agent": "linux:reddit-crawler-bench:1.0 (by /u/example)",
      "extractor.imgur.client-id": demoImgurClientId,
      "extractor.proxy": replay.proxyUrl,
      "extractor.verify": replay.caFile,
      // Tokens of an earlier replay lie in the one that it keeps otherwise.
      "cache.file": join(out, "cache.sqlite3"),
    };
    const flags = Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
    const address = "https://www.reddit.com/r/aww/top/?t=day";
    return { words: [program, "--config-ignore", ...flags, "-d", out, address], env: {} };
  });
}
