import { PermanentError, RetryableError } from "@reddit-crawler/function-runtime/errors";
import { crawlSummarySchema } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { FakeWorld } from "../testing/loader-world.ts";

function failSavesAfterTheFirst(world: FakeWorld) {
  let saves = 0;
  world.beforeWrite = (key) => {
    if (key.endsWith("/crawl.json") && ++saves > 1)
      throw new RetryableError("bucket-unavailable", "S3 is down.");
  };
}

describe("an end for good", () => {
  test("by an access error of the subreddit is recorded and is no error of the function", async () => {
    const world = new FakeWorld();
    const message = "r/aww is private: ask its moderators.";
    world.answers = { "": [new PermanentError("subreddit-private", message)] };
    await world.load();
    expect(crawlSummarySchema.parse(world.summary)).toMatchObject({
      state: "failed",
      failure: { code: "subreddit-private", message, retryable: false },
    });
    expect(world.lines).toContainEqual(
      expect.objectContaining({
        level: "error",
        event: "listing-failed",
        error: expect.objectContaining({ code: "subreddit-private", message }),
      }),
    );
    expect(world.lines).toContainEqual(expect.objectContaining({ SubredditWalls: 1 }));
  });

  test.each([
    ["network-blocked", "NetworkBlocked"],
    ["credentials-refused", "CredentialsRefused"],
    ["credentials-malformed", "CredentialsRefused"],
  ] as const)(
    "by %s is recorded, counted and thrown, so that an operator sees it",
    async (code, metric) => {
      const world = new FakeWorld({ "": [new PermanentError(code, "Mend it.")] });
      await expect(world.load()).rejects.toMatchObject({ code });
      expect(world.summary).toMatchObject({ state: "failed", failure: { code } });
      expect(world.lines).toContainEqual(expect.objectContaining({ [metric]: 1 }));
    },
  );

  test("is not reported as settled when the summary could not be saved", async () => {
    const world = new FakeWorld({ "": [new PermanentError("subreddit-banned", "Gone.")] });
    failSavesAfterTheFirst(world);
    await expect(world.load()).rejects.toMatchObject({ code: "bucket-unavailable" });
  });

  test("by a bug says `internal`, keeps its words to the log and is thrown", async () => {
    const world = new FakeWorld({ "": [new TypeError("secret detail")] });
    await expect(world.load()).rejects.toThrow(TypeError);
    expect(world.summary).toMatchObject({
      state: "listing",
      failure: { code: "internal", message: expect.not.stringContaining("secret detail") },
    });
  });

  test("keeps the first error when the summary cannot be saved either", async () => {
    const world = new FakeWorld({ "": [new RetryableError("connection-refused", "503")] });
    failSavesAfterTheFirst(world);
    await expect(world.load()).rejects.toMatchObject({ code: "connection-refused" });
    expect(world.lines).toContainEqual(expect.objectContaining({ event: "summary-not-saved" }));
  });
});
