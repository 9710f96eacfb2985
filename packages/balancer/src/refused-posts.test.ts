import type { DownloadJob } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import type { Invocation } from "./dispatch-posts.ts";
import { body, dispatchScene as scene } from "./testing/dispatch-scene.ts";

describe("a refused invocation", () => {
  const refuse =
    (refused: string, kind: "refused" | "unanswered" = "refused") =>
    async (job: DownloadJob): Promise<Invocation> =>
      job.messageId === refused
        ? { kind, error: new Error("TooManyRequestsException") }
        : { kind: "accepted" };

  test("frees its place", async () => {
    const { run, held } = scene({ waiting: 1, invoke: refuse("m-0") });
    await run();
    expect(held.state.atWork).toEqual([]);
  });

  test("that was not answered keeps its place, since its worker may run", async () => {
    const { run, held } = scene({ waiting: 1, invoke: refuse("m-0", "unanswered") });
    await run();
    expect(held.state.atWork).toHaveLength(1);
  });

  test("that was not answered ends no round in which others are accepted", async () => {
    const { run } = scene({ waiting: 30, invoke: refuse("m-4", "unanswered") });
    expect(await run()).toMatchObject({ dispatched: 29, refused: 1 });
  });

  test("that was not answered shows its message again in 30 s, and no count of the queue frees its place", async () => {
    const { run, held, hidden } = scene({ waiting: 30, invoke: refuse("m-4", "unanswered") });
    await run();
    expect(hidden).toEqual([{ seconds: 30, receiptHandle: "receipt of m-4" }]);
    expect(held.state.atWork.filter(({ isUncounted }) => isUncounted)).toHaveLength(1);
  });

  test("that was not answered ends the round with the third in a row", async () => {
    const { run } = scene({
      waiting: 30,
      places: 1,
      roundMs: 400_000,
      invoke: async ({ messageId }) =>
        messageId === "m-0"
          ? { kind: "accepted" }
          : { kind: "unanswered", error: new Error("no answer") },
    });
    expect(await run()).toMatchObject({ dispatched: 1, refused: 3 });
  });

  test("shows its message again in 30 s and ends the round", async () => {
    const { run, jobs, hidden, calls } = scene({ waiting: 30, invoke: refuse("m-4") });
    expect(await run()).toMatchObject({ dispatched: 9, refused: 1 });
    expect(jobs).toHaveLength(9);
    expect(hidden).toEqual([{ seconds: 30, receiptHandle: "receipt of m-4" }]);
    expect(calls).toEqual(["depth", "hold", "receive 1", "hold", "receive 9", "hold"]);
  });

  test("of the first message leaves all others untouched", async () => {
    const { run, calls } = scene({ waiting: 100, places: 40, invoke: refuse("m-0") });
    expect(await run()).toMatchObject({ dispatched: 0, refused: 1 });
    expect(calls.filter((call) => call.startsWith("receive"))).toEqual(["receive 1"]);
  });

  test("behind poison leaves all others untouched", async () => {
    const bodyOf = (index: number) => (index < 2 ? "{" : body);
    const { run, calls } = scene({ waiting: 100, places: 40, bodyOf, invoke: refuse("m-2") });
    expect(await run()).toMatchObject({ dispatched: 0, refused: 1, poison: 2 });
    const receives = calls.filter((call) => call.startsWith("receive"));
    expect(receives).toEqual(["receive 1", "receive 1", "receive 1"]);
  });

  test("is logged with its message and cause", async () => {
    const { run, lines } = scene({ waiting: 1, invoke: refuse("m-0") });
    await run();
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "error",
      event: "invocation-refused",
      messageId: "m-0",
      postId: "1skbyfv",
      error: { message: "TooManyRequestsException" },
    });
  });

  test("does not fail the round when its visibility cannot be changed, which is logged", async () => {
    const { run, lines } = scene({
      waiting: 2,
      invoke: refuse("m-1"),
      queue: () => ({ changeVisibility: () => Promise.reject(new Error("SQS is away")) }),
    });
    expect(await run()).toMatchObject({ dispatched: 1, refused: 1 });
    expect(lines.join()).toContain('"event":"show-again-failed"');
  });
});

describe("a poison message", () => {
  test("reaches no worker, comes back soon for the redrive, and holds up no other", async () => {
    const { run, jobs, hidden } = scene({ waiting: 3, bodyOf: (i) => (i === 1 ? "{" : body) });
    expect(await run()).toMatchObject({ dispatched: 2, poison: 1 });
    expect(jobs.map(({ job }) => job.messageId)).toEqual(["m-0", "m-2"]);
    expect(hidden).toEqual([{ seconds: 5, receiptHandle: "receipt of m-1" }]);
  });

  test("is logged as an error with its id and what is wrong, not with its body", async () => {
    const { run, lines } = scene({ waiting: 1, bodyOf: () => '{"schemaVersion":9,"x":"<b>"}' });
    await run();
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "error",
      event: "message-poison",
      messageId: "m-0",
      reason: expect.stringContaining("schemaVersion"),
    });
    expect(lines[0]).not.toContain("<b>");
  });
});
