import { contracts } from "@reddit-crawler/message-schema/contracts";
import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { followCrawl, type CrawlProgress, type FollowPorts } from "./follow-crawl.ts";

const record: PostRecord = contracts["post-record"].examples[0]!;
const summary: CrawlSummary = {
  ...contracts["crawl-summary"].examples[0]!,
  counts: { pages: 1, listed: 2, queued: 1, withoutPictures: 1, picturesLinked: 1 },
};
const { crawlId } = record;

/** A bucket that looks different at each look: one set of objects a poll, the last one for ever. */
function crawlSeenAs(...looks: Record<string, unknown>[]) {
  let look = 0;
  const kept: string[] = [];
  const seen: CrawlProgress[] = [];
  const objects = () => looks[Math.min(look, looks.length - 1)]!;
  const ports: FollowPorts = {
    bucket: {
      list: async (prefix) =>
        Object.keys(objects())
          .filter((key) => key.startsWith(prefix))
          .map((key) => ({ key, etag: "" })),
      folders: async () => [],
      get: async (key) =>
        objects()[key] === undefined ? undefined : Buffer.from(JSON.stringify(objects()[key])),
      put: async () => {},
    },
    folder: {
      path: "/pictures",
      seed: async () => {},
      keepPost: async (_bucket, { post }) => void kept.push(post.id),
      keepCrawl: async () => {},
    },
    queueDepths: async () => ({ deadLettered: 0, inFlight: 0 }),
    loaderFailure: () => undefined,
    onProgress: (progress) => void seen.push(progress),
    sleep: async () => {
      look += 1;
      if (look > 20) throw new Error("followed for ever");
    },
  };
  return { ports, kept, seen };
}

const summaryAt = (state: string) => ({ [`crawls/${crawlId}/crawl.json`]: { ...summary, state } });
const recordOf = (id: string) => ({
  [`crawls/${crawlId}/posts/${id}.json`]: { ...record, post: { ...record.post, id } },
});

describe("following a crawl", () => {
  test("keeps each post once, as soon as it is decided, and ends when all are", async () => {
    const { ports, kept, seen } = crawlSeenAs(
      {},
      { ...summaryAt("listing"), ...recordOf("a") },
      { ...summaryAt("listed"), ...recordOf("a") },
      { ...summaryAt("listed"), ...recordOf("a"), ...recordOf("b") },
    );
    const end = await followCrawl(crawlId, ports);
    expect(end.kind).toBe("decided");
    expect(kept).toEqual(["a", "b"]);
    expect(seen.map(({ records }) => records.length)).toEqual([0, 1, 1, 2]);
  });

  test("ends when the missing posts lie in the dead-letter queue", async () => {
    const { ports } = crawlSeenAs({ ...summaryAt("listed"), ...recordOf("a") });
    ports.queueDepths = async () => ({ deadLettered: 1, inFlight: 0 });
    expect((await followCrawl(crawlId, ports)).kind).toBe("given-up");
  });

  test("goes on while more posts are missing than were given up", async () => {
    const { ports } = crawlSeenAs(summaryAt("listed"));
    ports.queueDepths = async () => ({ deadLettered: 1, inFlight: 0 });
    await expect(followCrawl(crawlId, ports)).rejects.toThrow("followed for ever");
  });

  test("ends in the loader's own words when the listing cannot be read", async () => {
    const failure = { code: "subreddit-private", message: "r/aww is private." };
    const { ports } = crawlSeenAs({
      [`crawls/${crawlId}/crawl.json`]: { ...summary, state: "failed", failure },
    });
    expect(await followCrawl(crawlId, ports)).toMatchObject({
      kind: "failed",
      message: "r/aww is private.",
    });
  });

  test("ends when the loader was given up before it could say anything", async () => {
    const { ports } = crawlSeenAs({});
    ports.loaderFailure = () => "ArticleLoaderFunction gave up: no handler";
    expect(await followCrawl(crawlId, ports)).toMatchObject({
      kind: "failed",
      message: "ArticleLoaderFunction gave up: no handler",
    });
  });
});
