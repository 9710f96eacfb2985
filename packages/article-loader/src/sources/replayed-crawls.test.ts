import { postMessageSchema } from "@reddit-crawler/message-schema";
import { archiveHost, arcticShift } from "@reddit-crawler/replay-reddit/archive/arctic-shift";
import { builtInListing, postedAt } from "@reddit-crawler/replay-reddit/listing/replay-listing";
import { createAccessTokens } from "@reddit-crawler/replay-reddit/reddit/access-tokens";
import { createListedNames } from "@reddit-crawler/replay-reddit/reddit/listed-names";
import { redditHosts } from "@reddit-crawler/replay-reddit/reddit/reddit-hosts";

// The feed's reader, which the loader loads on demand: the virtual clock waits for time alone.
import "htmlparser2";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";

import { FakeWorld } from "../testing/loader-world.ts";
import { replyOf } from "../testing/scripted-http.ts";

/**
 * A world whose Reddit, feed and archive are the replay's, without its network, by the world's clock: its newest post is an
 * hour old, and its feed answers once a minute. `askedAtMs` says when each host was asked.
 */
function replayedWorld() {
  const world = new FakeWorld();
  const now = () => world.clock.now();
  const listing = postedAt(builtInListing(), now() - 3_600_000);
  const names = createListedNames();
  const keys = { clientId: "the-id", clientSecret: "the-secret" };
  const hosts = redditHosts(listing, names, createAccessTokens(keys, now), now, {
    everySeconds: 60,
  });
  hosts.set(archiveHost, arcticShift(listing, names, now));
  const askedAtMs = new Map<string, number[]>();
  world.http = async ({ url, method = "GET", headers = {}, body = "" }) => {
    askedAtMs.set(url.hostname, [...(askedAtMs.get(url.hostname) ?? []), now()]);
    const reply = await hosts.get(url.hostname)?.({
      method,
      url,
      headers: { "user-agent": "linux:reddit-crawler:1.0 (by /u/someone)", ...headers },
      body,
    });
    if (typeof reply !== "object") throw new Error(`${url.hostname} is not played.`);
    return replyOf({ ...reply, body: Buffer.from(reply.body).toString("utf8") });
  };
  return { world, askedAtMs };
}

const gapsOf = (times: readonly number[] = []) =>
  times.slice(1).map((at, index) => at - (times[index] ?? 0));

test("10,000 archived posts, 20 in each second, are listed once each through a kill in every invocation", async () => {
  const { world, askedAtMs } = replayedWorld();
  const beganMs = world.clock.now();
  const history = { subreddit: "replay_history", source: "archive", sortMethod: "new" } as const;
  let request: Parameters<typeof world.load>[0] = { ...history, limit: 20_000 };
  const shares: (number | undefined)[] = [];
  // Time for about 35 pages of an invocation.
  const restart = () => (world.timeoutMs = world.clock.now() - beganMs + 105_000);
  let invocations = 0;
  let kills = 0;
  while (world.summary?.state !== "listed") {
    invocations += 1;
    // Killed somewhere on its way, each time elsewhere; the next attempt of the same request goes on.
    let writes = 0;
    const diesAt = 7 + invocations * 5;
    world.beforeWrite = () => {
      writes += 1;
      if (writes > diesAt) throw new Error("killed");
    };
    restart();
    await world
      .load(request)
      .catch((error: Error) => (kills += Number(error.message === "killed")));
    world.beforeWrite = () => undefined;
    restart();
    await world.load(request);
    shares.push(world.summary?.coveredShare);
    request = world.published.at(-1) ?? request;
  }
  expect(invocations).toBeGreaterThan(2);
  expect(kills).toBe(invocations);
  const ids = [...world.sent, ...world.records.map(({ post }) => ({ postId: post.id }))];
  expect(new Set(ids.map(({ postId }) => postId)).size).toBe(10_000);
  const { counts, listedPerShard } = world.summary ?? {};
  expect(counts?.listed).toBe(10_000);
  expect(listedPerShard?.reduce((sum, count) => sum + count)).toBe(10_000);
  expect(Math.min(...gapsOf(askedAtMs.get(archiveHost)))).toBeGreaterThanOrEqual(1250);
  // Half of what was asked for is there; the end is known only at the end.
  expect(shares.slice(0, -1)).toEqual(
    shares.slice(0, -1).toSorted((one = 0, other = 0) => one - other),
  );
  expect(shares[0]).toBeGreaterThan(0);
}, 60_000);

describe("without keys", () => {
  const pictures = (sent: readonly { text: string }[]) =>
    sent
      .map(({ text }) => z.parse(postMessageSchema, JSON.parse(text)))
      .map(({ post, links, leftOut }) => ({ id: post.id, over18: post.over18, links, leftOut }))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));

  test("a listing links the same pictures as with them, imgur's albums among them, at the pace of each door", async () => {
    // Whether an author took a post down, the archive alone says.
    const request = { limit: 100, includeDeleted: true } as const;
    const withKeys = replayedWorld();
    await withKeys.world.load({ ...request, source: "api" });
    const without = replayedWorld();
    await without.world.load({ ...request, source: "keyless" });

    const sent = pictures(without.world.sent);
    expect(sent).toEqual(pictures(withKeys.world.sent));
    expect(sent.length).toBeGreaterThan(50);
    expect(JSON.stringify(sent)).toContain("imgur.com/a/");
    const outcomes = ({ world }: ReturnType<typeof replayedWorld>) =>
      new Map(world.records.map(({ post, outcome, reason }) => [post.id, `${outcome} ${reason}`]));
    expect(outcomes(without)).toEqual(outcomes(withKeys));

    expect(without.askedAtMs.has("oauth.reddit.com")).toBe(false);
    for (const gap of gapsOf(without.askedAtMs.get("www.reddit.com")))
      expect(gap).toBeGreaterThanOrEqual(60_000);
    for (const gap of gapsOf(without.askedAtMs.get(archiveHost)))
      expect(gap).toBeGreaterThanOrEqual(1250);
  });
});
