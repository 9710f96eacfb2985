import { describe, expect, test } from "vitest";

import { archiveBase, openArchive } from "../testing/archive.ts";
import { archiveAway, archiveBusy, archiveThrottled } from "./archive-faults.ts";

describe("its faults", () => {
  test("busy: 422 twice", async () => {
    const { errorOf, rows } = await openArchive({ faults: [archiveBusy()] });
    const busy = { status: 422, data: null, error: "Timeout. Maybe slow down a bit" };
    expect(await errorOf("/api/posts/search?subreddit=cats")).toEqual(busy);
    expect(await errorOf("/api/posts/search?subreddit=cats")).toEqual(busy);
    expect(await rows("/api/posts/search?subreddit=cats")).toHaveLength(25);
  });

  test("throttled: 429 with the seconds until its window ends", async () => {
    const { get } = await openArchive({ faults: [archiveThrottled(9)] });
    const answer = await get("/api/posts/search?subreddit=cats");
    expect(answer).toMatchObject({ status: 429, headers: { "x-ratelimit-reset": "9" } });
    expect(answer.headers["retry-after"]).toBeUndefined();
  });

  test("away: Cloudflare's page for good", async () => {
    const { get } = await openArchive({ faults: [archiveAway()] });
    for (let time = 0; time < 3; time += 1)
      expect(await get("/api/posts/ids?ids=abc")).toMatchObject({
        status: 522,
        headers: { "content-type": "text/html; charset=UTF-8" },
      });
  });

  test("a client without a name of its own is throttled with all others of its library", async () => {
    const { client } = await openArchive();
    const path = `${archiveBase}/api/posts/search?subreddit=cats`;
    expect((await client.get(path, { "user-agent": "undici" })).status).toBe(422);
  });
});

test("the clock notes how a door was used", async () => {
  let now = 0;
  const { replay, get } = await openArchive({ now: () => now });
  for (now of [1000, 2300, 3800]) await get("/api/posts/ids?ids=abc");
  expect(replay.door("archive")).toEqual({
    requests: 3,
    shortestGapMs: 1300,
    shortestRestMs: 1300,
  });
  expect(replay.door("feed").requests).toBe(0);
});
