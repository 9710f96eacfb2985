import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { PostRecord } from "@reddit-crawler/message-schema";
import {
  startReplay,
  type Replay,
  type ReplayOptions,
} from "@reddit-crawler/replay-reddit/start-replay";

import { demoSettings } from "../local/demo-command.ts";
import { runCrawl, type CrawlRun } from "../local/run-crawl.ts";
import { recordedOutput } from "./recorded-output.ts";

/** What one crawl of a played Reddit came to. */
interface PlayedCrawl {
  code: number;
  /** All that the command said, the stages' log among it. */
  output: string;
  /** As it was when the crawl was over; it is stopped. */
  replay: Replay;
}

/** A folder of pictures, and the crawls that go into it. */
export interface CrawledFolder {
  /** Where it is. */
  path: string;
  /** Crawls a Reddit that is played for this crawl alone, with keys only where `run` has them. */
  crawl(
    order: { subreddit?: string; sort?: string; time?: string; limit: number },
    played?: Omit<ReplayOptions, "workDir">,
    run?: Partial<Omit<CrawlRun, "onStarted">>,
  ): Promise<PlayedCrawl>;
  /** Every picture file with its digest, by `<subreddit>/<post>/<file>`. */
  pictures(): Promise<Map<string, string>>;
  /** The records of the last crawl. */
  records(): Promise<PostRecord[]>;
  remove(): Promise<void>;
}

/** Settles when no pipeline of this process is just starting: the emulator takes one start at a time. */
let starting: Promise<void> = Promise.resolve();

/** As `runCrawl`, but no two of one process start at once. */
async function runInTurn(run: CrawlRun): Promise<number> {
  const { promise, resolve: release } = Promise.withResolvers<void>();
  const turn = starting;
  starting = promise;
  await turn;
  try {
    return await runCrawl({ ...run, onStarted: () => release() });
  } finally {
    release();
  }
}

/** Settings of somebody who has no keys of anything. */
export const withoutKeys = { ...demoSettings, redditCredentials: undefined };

/** A folder that is empty yet. */
export async function crawledFolder(): Promise<CrawledFolder> {
  const folder = await mkdtemp(join(tmpdir(), "played-crawl-"));
  const out = join(folder, "pictures");
  return {
    path: out,
    async crawl({ subreddit = "aww", sort = "top", time = "day", limit }, played = {}, run = {}) {
      const replay = await startReplay({ workDir: join(folder, "replay"), ...played });
      const printed: string[] = [];
      try {
        const code = await runInTurn({
          order: { subreddit, sort_method: sort, time_filter: time, limit },
          settings: withoutKeys,
          folder: out,
          // The next crawl's Reddit is another one.
          keepsState: false,
          network: { ...replay.environment() },
          output: recordedOutput(printed),
          signal: new AbortController().signal,
          ...run,
        });
        return { code, output: printed.join("\n"), replay };
      } finally {
        await replay.stop();
      }
    },
    pictures: () => storedPictures(out),
    async records() {
      const crawls = join(out, "_crawls");
      const last = (await readdir(crawls)).filter((name) => /^[0-9A-Z]{26}$/.test(name)).toSorted();
      const posts = join(crawls, last.at(-1) ?? "", "posts");
      return Promise.all(
        (await readdir(posts)).map(async (name): Promise<PostRecord> =>
          JSON.parse(await readFile(join(posts, name), "utf8")),
        ),
      );
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Every picture file of a folder with its digest, by `<subreddit>/<post>/<file>`. */
export async function storedPictures(out: string): Promise<Map<string, string>> {
  const files = (await readdir(out, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && !/\.(?:json|html)$/.test(entry.name),
  );
  const digests = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const sha256 = createHash("sha256")
        .update(await readFile(path))
        .digest("hex");
      return [path.slice(out.length + 1), sha256] as const;
    }),
  );
  return new Map(digests.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
