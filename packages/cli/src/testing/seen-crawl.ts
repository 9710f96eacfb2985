import {
  sampleCrawlId as crawlId,
  sampleRecord,
  sampleSummary,
} from "@reddit-crawler/picture-folder/testing/sample-records";

import type { CrawlProgress, FollowOptions } from "../local/follow-crawl.ts";
import { endlessPatience } from "../local/patience.ts";

const summary = sampleSummary();
/** The crawl that `crawlSeenAs` plays. */
export { crawlId };

/** A bucket that holds something else at each poll: one set of objects a poll, the last one from then on. */
export function crawlSeenAs(...polls: Record<string, unknown>[]) {
  let poll = 0;
  const kept: string[] = [];
  const keepings: number[] = [];
  const ended: number[] = [];
  const keptGivenUp: string[][] = [];
  const seen: CrawlProgress[] = [];
  const listeners = new Set<(key: string) => void>();
  const objects = () => polls[Math.min(poll, polls.length - 1)] ?? {};
  const next = () => {
    const before = objects();
    poll += 1;
    for (const key of Object.keys(objects()).filter((each) => !(each in before)))
      for (const listener of listeners) listener(key);
  };
  const pipeline: FollowOptions["pipeline"] = {
    bucket: {
      keys: async (prefix) => Object.keys(objects()).filter((key) => key.startsWith(prefix)),
      prefixes: async () => [],
      get: async (key) =>
        objects()[key] === undefined ? undefined : Buffer.from(JSON.stringify(objects()[key])),
      put: async () => {},
      linkTo: async () => false,
      onStored: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    queueDepths: async () => ({ waiting: 0, inFlight: 0, deadLettered: 0 }),
    loaderFailure: () => undefined,
    deadLetters: () => [],
    queuedTexts: () => [],
    stopped: {
      stop: () => undefined,
      attemptsLeft: () => undefined,
      texts: () => undefined,
      endListing: async () => undefined,
    },
  };
  const options: FollowOptions = {
    pipeline,
    folder: {
      seed: async () => ({ changed: 0, deleted: 0 }),
      missingPosts: async () => 0,
      keepPost: async (_bucket, { post }) => void kept.push(post.id),
      keepCrawl: async () => void keepings.push(poll),
      keepQueued: async () => undefined,
      endCrawl: async () => void ended.push(poll),
      keepGivenUp: async (_crawlId, posts) =>
        void keptGivenUp.push(posts.map(({ postId }) => postId)),
    },
    patience: endlessPatience,
    onProgress: (progress) => void seen.push(progress),
    sleep: async () => {
      next();
      if (poll > 20) throw new Error("followed for ever");
    },
  };
  return { options, pipeline, kept, keptGivenUp, keepings, ended, seen, next, listeners };
}

/** The crawl's summary, as an object of the bucket. */
export const summaryAt = (state: string) => ({
  [`crawls/${crawlId}/crawl.json`]: { ...summary, state },
});
/** The summary of a crawl whose listing failed. */
export const failedListing = {
  [`crawls/${crawlId}/crawl.json`]: {
    ...summary,
    state: "failed",
    failure: { code: "subreddit-private", message: "r/aww is private." },
  },
};
/** The record of a post, as an object of the bucket. */
export const recordOf = (id: string) => ({
  [`crawls/${crawlId}/posts/${id}.json`]: sampleRecord(id),
});
