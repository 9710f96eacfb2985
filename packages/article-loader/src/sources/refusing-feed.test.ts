import { describe, expect, test } from "vitest";

import { feedSource } from "../reddit/reddit-sources.ts";
import { feedOf, keylessWorld } from "../testing/keyless-world.ts";
import type { ScriptedReply } from "../testing/scripted-http.ts";

const refused: ScriptedReply = { status: 429, body: "<html>Too Many Requests</html>" };
const newest = { source: "feed", sortMethod: "new", limit: 5 } as const;

/** A world whose feed gives these answers, the last one for ever; what the crawl queue brings is run to the end. */
function feedWorld(...answers: ScriptedReply[]) {
  const played = keylessWorld(() => (answers.length > 1 ? answers.shift() : answers[0]) ?? refused);
  const { world } = played;
  world.timeoutMs = 86_400_000;
  const runToEnd = async () => {
    await world.load(newest);
    for (let hop = 0; hop < world.published.length; hop++) {
      expect(hop, "hops").toBeLessThan(20);
      await world.clock.run(world.clock.sleep((world.delaysSeconds[hop] ?? 0) * 1000));
      await world.load(world.published[hop]);
    }
  };
  return { ...played, runToEnd };
}

describe("a feed that refuses, where the crawl asks for nothing else", () => {
  test("says after three refusals what else there is, and ends after three more", async () => {
    const { world, feedAskedAtMs } = feedWorld(refused);
    await world.load(newest);
    expect(feedAskedAtMs).toHaveLength(3);
    expect(world.summary).toMatchObject({
      state: "listing",
      note: expect.stringMatching(/source keyless or archive instead.*prefs\/feeds/),
    });
    const [advice, ...more] = world.lines.filter(
      ({ event, note }) => event === "source-knows-less" && /hardly answers/.test(String(note)),
    );
    expect([advice?.["level"], more.length]).toEqual(["warn", 0]);

    await world.clock.run(world.clock.sleep(60_000));
    await world.load(world.published[0]);
    expect(feedAskedAtMs).toHaveLength(6);
    expect(world.summary).toMatchObject({
      state: "failed",
      failure: {
        code: "feed-refuses",
        message: expect.stringMatching(
          /^Reddit asks to wait a while \(429\)\. .*keyless or archive/,
        ),
      },
    });
    const [first = 0, last = 0] = [feedAskedAtMs[0], feedAskedAtMs.at(-1)];
    expect((last - first) / 60_000).toBeLessThanOrEqual(6);
  });

  test("loses nothing where it answers in between", async () => {
    const { world, runToEnd } = feedWorld(
      ...Array.from({ length: 4 }, () => refused),
      feedOf(["a1", "a2"]),
    );
    await runToEnd();
    expect(world.summary).toMatchObject({ state: "listed" });
    expect(world.queued).toEqual(["a1", "a2"]);
  });

  test.each(["turn-too-late", "archive-throttled"])(
    "is asked once more also where the crawl was put off before, as %s",
    async (deferredFor) => {
      const { world } = feedWorld(refused);
      await world.load({ ...newest, deferred: 2, deferredFor });
      expect(world.summary).toMatchObject({
        state: "listing",
        note: expect.stringMatching(/hardly/),
      });
      expect(world.published).toMatchObject([{ deferred: 3, deferredFor: "rate-limited" }]);
    },
  );

  test("and names a long wait is waited for once", async () => {
    const long: ScriptedReply = { ...refused, headers: { "retry-after": "600" } };
    const { world, feedAskedAtMs, runToEnd } = feedWorld(long);
    await runToEnd();
    expect(world.delaysSeconds).toEqual([600]);
    expect(feedAskedAtMs).toHaveLength(2);
    expect(world.summary?.failure?.code).toBe("feed-refuses");
  });

  test("speaks of no feed of one's own where that is what refuses", async () => {
    const { world, runToEnd } = feedWorld(refused);
    const key = { read: async () => ({ user: "someone", token: "abcdefgh" }) };
    world.sources = { ...world.sources, feed: feedSource(key) };
    await runToEnd();
    expect(world.summary?.failure?.message).toMatch(/keyless or archive/);
    expect(world.summary?.failure?.message).not.toMatch(/prefs\/feeds/);
  });
});
