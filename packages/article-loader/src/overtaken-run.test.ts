import { PermanentError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { CrawlSummary } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { pictureChild } from "./testing/listing-json.ts";
import { FakeWorld, type ScriptedAnswer } from "./testing/loader-world.ts";

/** The summary that another run of the same request leaves at an access error. */
async function endOfAnotherRun(): Promise<CrawlSummary> {
  const world = new FakeWorld({ "": [new PermanentError("subreddit-private", "It is private.")] });
  await world.load();
  const end = world.summary;
  if (!end) throw new Error("The access error left no summary.");
  return end;
}

/** A world in which another run ends the listing when this one sends its first posts. */
async function overtakenWhileSending(answers: Record<string, ScriptedAnswer[]>) {
  const world = new FakeWorld();
  world.answers = answers;
  const end = await endOfAnotherRun();
  world.refuse = () => {
    world.writeSummary(end);
    return [];
  };
  return { world, end };
}

describe("a run whose listing another run ends", () => {
  test("ends before its next page", async () => {
    const { world, end } = await overtakenWhileSending({
      "": [{ children: [pictureChild("a1")], after: "t3_a1" }],
      t3_a1: [{ children: [pictureChild("a2")] }],
    });
    await world.load();
    expect(world.queued).toEqual(["a1"]);
    expect(world.summary).toEqual(end);
    expect(world.effects.at(-1)).toBe("announce the end");
  });

  test("during its last page does not call it listed", async () => {
    const { world, end } = await overtakenWhileSending({
      "": [{ children: [pictureChild("a1")] }],
    });
    await world.load();
    const events = world.lines.map(({ event }) => event);
    expect(events).toContain("listing-over");
    expect(events).not.toContain("listed");
    expect(world.summary).toEqual(end);
    expect(world.effects.at(-1)).toBe("announce the end");
  });

  const usedUp = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "600" };
  test.each([
    ["Reddit asks for", new ThrottledError("rate-limited", "Wait.", 600)],
    ["the gate asks for", { children: [pictureChild("a1")], after: "t3_a1", headers: usedUp }],
  ])("ends in the middle of a wait that %s", async (_, answer) => {
    const world = new FakeWorld({ "": [answer], t3_a1: [{ children: [pictureChild("a2")] }] });
    const end = await endOfAnotherRun();
    const startMs = world.clock.now();
    world.beforeWrite = (_key, { waiting }) => waiting && world.writeSummary(end);
    await world.load();
    expect(world.pages).toHaveLength(1);
    expect(world.clock.now() - startMs).toBeLessThan(10_000);
    expect(world.lines).toContainEqual(expect.objectContaining({ event: "listing-over" }));
    expect(world.effects.at(-1)).toBe("announce the end");
  });
});
