import { sampleGivenUp } from "@reddit-crawler/picture-folder/testing/sample-records";
import { describe, expect, test } from "vitest";

import { crawlId, crawlSeenAs, failedListing, recordOf, summaryAt } from "../testing/seen-crawl.ts";
import { followCrawl } from "./follow-crawl.ts";
import { createPatience } from "./patience.ts";

const deadPost = (postId: string) => sampleGivenUp(postId, crawlId);

describe("following a crawl", () => {
  test("keeps each post once, as soon as it is decided, and ends when all are", async () => {
    const { options, kept, seen } = crawlSeenAs(
      {},
      { ...summaryAt("listing"), ...recordOf("a") },
      { ...summaryAt("listed"), ...recordOf("a") },
      { ...summaryAt("listed"), ...recordOf("a"), ...recordOf("b") },
    );
    const end = await followCrawl(crawlId, options);
    expect(end.kind).toBe("decided");
    expect(kept).toEqual(["a", "b"]);
    expect(seen.map(({ records }) => records.length)).toEqual([0, 1, 1, 2]);
  });

  test("ends with the last post's record, whenever it comes, and listens no longer", async () => {
    const { options, kept, next, listeners } = crawlSeenAs(
      { ...summaryAt("listed"), ...recordOf("a") },
      { ...summaryAt("listed"), ...recordOf("a"), ...recordOf("b") },
    );
    const sleep = () => {
      setImmediate(next);
      return new Promise<void>(() => {});
    };
    expect((await followCrawl(crawlId, { ...options, sleep })).kind).toBe("decided");
    expect(kept).toEqual(["a", "b"]);
    expect(listeners.size).toBe(0);
  });

  test("ends when the missing posts lie in the dead-letter queue", async () => {
    const { options, pipeline } = crawlSeenAs({ ...summaryAt("listed"), ...recordOf("a") });
    pipeline.queueDepths = async () => ({ waiting: 0, inFlight: 0, deadLettered: 1 });
    expect((await followCrawl(crawlId, options)).kind).toBe("given-up");
  });

  test("keeps its own given-up posts, and ends with them while other crawls go on", async () => {
    const { options, pipeline, keptGivenUp } = crawlSeenAs({
      ...summaryAt("listed"),
      ...recordOf("a"),
    });
    pipeline.queueDepths = async () => ({ waiting: 3, inFlight: 2, deadLettered: 3 });
    pipeline.deadLetters = () => [
      deadPost("b"),
      { ...deadPost("c"), crawlId: "another" },
      // Decided, though its message could not be deleted.
      deadPost("a"),
    ];
    const end = await followCrawl(crawlId, options);
    expect(end.kind).toBe("given-up");
    expect(end.progress.givenUp.map(({ postId }) => postId)).toEqual(["b"]);
    expect(keptGivenUp).toEqual([["b"]]);
  });

  test("goes on while more posts are missing than were given up", async () => {
    const { options, pipeline } = crawlSeenAs(summaryAt("listed"));
    pipeline.queueDepths = async () => ({ waiting: 0, inFlight: 0, deadLettered: 1 });
    await expect(followCrawl(crawlId, options)).rejects.toThrow("followed for ever");
  });

  test.each([
    { waiting: 1, inFlight: 0 },
    { waiting: 0, inFlight: 1 },
  ])("goes on while posts are %o, whatever other crawls gave up", async (depths) => {
    const { options, pipeline, kept } = crawlSeenAs(
      { ...summaryAt("listed"), ...recordOf("a") },
      { ...summaryAt("listed"), ...recordOf("a"), ...recordOf("b") },
    );
    pipeline.queueDepths = async () => ({ ...depths, deadLettered: 5 });
    expect((await followCrawl(crawlId, options)).kind).toBe("decided");
    expect(kept).toEqual(["a", "b"]);
  });

  test.each([
    ["the listing failed", failedListing, undefined],
    ["the loader was given up", summaryAt("listing"), "no handler"],
  ])("keeps what earlier pages' posts still bring after %s", async (_, summarized, failure) => {
    const { options, pipeline, kept } = crawlSeenAs(
      { ...summarized, ...recordOf("a") },
      { ...summarized, ...recordOf("a"), ...recordOf("b") },
    );
    const depths = [{ waiting: 1, inFlight: 0, deadLettered: 0 }];
    pipeline.queueDepths = async () =>
      depths.shift() ?? { waiting: 0, inFlight: 0, deadLettered: 0 };
    pipeline.loaderFailure = () => failure;
    expect((await followCrawl(crawlId, options)).kind).toBe("failed");
    expect(kept).toEqual(["a", "b"]);
  });

  test("ends a failed crawl whose last posts were given up", async () => {
    const { options, pipeline } = crawlSeenAs({ ...failedListing, ...recordOf("a") });
    pipeline.queueDepths = async () => ({ waiting: 0, inFlight: 0, deadLettered: 1 });
    expect((await followCrawl(crawlId, options)).kind).toBe("failed");
  });

  test("ends in the loader's own words when the listing cannot be read", async () => {
    const { options } = crawlSeenAs(failedListing);
    expect(await followCrawl(crawlId, options)).toMatchObject({
      kind: "failed",
      message: "r/aww is private.",
    });
  });

  test("ends when the loader was given up before it could say anything", async () => {
    const { options, pipeline } = crawlSeenAs({});
    pipeline.loaderFailure = () => "ArticleLoaderFunction gave up: no handler";
    expect(await followCrawl(crawlId, options)).toMatchObject({
      kind: "failed",
      message: "ArticleLoaderFunction gave up: no handler",
    });
  });

  describe("that makes no progress for longer than its patience", () => {
    /** A crawl whose polls are 5 s apart, with a patience of 12 s. */
    function impatient(...polls: Record<string, unknown>[]) {
      const crawl = crawlSeenAs(...polls);
      let nowMs = 0;
      const sleep = (ms: number) => {
        nowMs += 5000;
        return crawl.options.sleep(ms);
      };
      const patience = createPatience(12_000, () => nowMs);
      crawl.pipeline.queueDepths = async () => ({ waiting: 1, inFlight: 0, deadLettered: 0 });
      return { ...crawl, options: { ...crawl.options, sleep, patience } };
    }

    test("ends with what is there, and says how many posts still wait", async () => {
      const { options, kept, seen } = impatient(
        summaryAt("listed"),
        ...Array.from({ length: 9 }, () => ({ ...summaryAt("listed"), ...recordOf("a") })),
      );
      const end = await followCrawl(crawlId, options);
      expect(end).toMatchObject({ kind: "waiting", open: 1 });
      expect(kept).toEqual(["a"]);
      expect(seen).toHaveLength(5);
    });

    test("does not end while the listing goes on, whatever Reddit asks to wait", async () => {
      const { options } = impatient(summaryAt("listing"));
      await expect(followCrawl(crawlId, options)).rejects.toThrow("followed for ever");
    });

    test("ends as failed when the listing failed", async () => {
      const { options } = impatient(failedListing);
      expect(await followCrawl(crawlId, options)).toMatchObject({ kind: "failed" });
    });
  });

  test("keeps the crawl's summary and the stages' state now and then, and at its end", async () => {
    const looks = Array.from({ length: 3 }, () => summaryAt("listing"));
    const { options, keepings } = crawlSeenAs(...looks, {
      ...summaryAt("listed"),
      ...recordOf("a"),
      ...recordOf("b"),
    });
    await followCrawl(crawlId, options);
    expect(keepings).toEqual([0, 2, 3]);
  });

  test("keeps them also when it is stopped", async () => {
    const { options, keepings } = crawlSeenAs(summaryAt("listing"));
    const stopped = new Error("stopped");
    const sleep = async () => Promise.reject(stopped);
    await expect(followCrawl(crawlId, { ...options, sleep })).rejects.toBe(stopped);
    expect(keepings).toEqual([0, 0]);
  });

  test("keeps what was decided since it last polled also when it is stopped", async () => {
    const { options, kept, next } = crawlSeenAs(
      { ...summaryAt("listed"), ...recordOf("a") },
      { ...summaryAt("listed"), ...recordOf("a"), ...recordOf("b") },
    );
    const stopped = new Error("stopped");
    const sleep = async () => {
      next();
      throw stopped;
    };
    await expect(followCrawl(crawlId, { ...options, sleep })).rejects.toBe(stopped);
    expect(kept).toEqual(["a", "b"]);
  });
});
