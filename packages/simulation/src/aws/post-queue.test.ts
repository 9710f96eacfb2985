import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { describe, expect, test } from "vitest";

import { World } from "../world.ts";
import { PostQueue, type QueueWatch } from "./post-queue.ts";

const body = JSON.stringify(contracts["post-message"].examples[0]);

/** A queue with one message in a world without faults, and what became of the message. */
function queueOfOne() {
  const world = new World(1, { hasStory: false });
  world.faults.stop();
  const happened: string[] = [];
  const note = (what: string) => () => void happened.push(what);
  const watch: QueueWatch = {
    sent: note("sent"),
    received: note("received"),
    released: () => {},
    shownEarly: note("shown early"),
    deleted: note("deleted"),
    deadLettered: note("dead-lettered"),
    givenUp: note("given up"),
  };
  const queue = new PostQueue(
    world,
    { visibilityTimeoutMs: 180_000, maxReceiveCount: 6, countsLagMs: 0 },
    watch,
  );
  queue.sendBatch([{ id: "a", body, delaySeconds: 0 }]);
  const pass = (ms: number) => void (world.timeline.nowMs += ms);
  return { queue, happened, pass };
}

describe("the simulated queue", () => {
  test("hides a received message for its visibility timeout", () => {
    const { queue, pass } = queueOfOne();
    expect(queue.receive(10)).toHaveLength(1);
    pass(179_999);
    expect(queue.receive(10)).toEqual([]);
    pass(1);
    expect(queue.receive(10)).toMatchObject([{ receiveCount: 2 }]);
  });

  test("moves a message to the dead ones when it would be received a seventh time", () => {
    const { queue, happened, pass } = queueOfOne();
    for (let count = 1; count <= 6; count++) {
      expect(queue.receive(1)).toHaveLength(1);
      pass(180_000);
    }
    expect(happened).not.toContain("dead-lettered");
    expect(queue.receive(1)).toEqual([]);
    expect(happened.at(-1)).toBe("dead-lettered");
    expect([queue.live.length, queue.dead.length]).toEqual([0, 1]);
  });

  test("gives a redriven message all of its attempts again", () => {
    const { queue, pass } = queueOfOne();
    for (let count = 1; count <= 7; count++) {
      queue.receive(1);
      pass(180_000);
    }
    queue.redrive();
    expect(queue.receive(1)).toMatchObject([{ receiveCount: 1 }]);
  });

  test("refuses to change the visibility of a message that is visible", () => {
    const { queue, pass } = queueOfOne();
    const [delivery] = queue.receive(1);
    pass(180_000);
    expect(() => queue.changeVisibility(delivery!.receiptHandle, 30, "worker")).toThrow(
      "MessageNotInflight",
    );
  });

  test("takes a delete of what is no more there", () => {
    const { queue, happened } = queueOfOne();
    const [delivery] = queue.receive(1);
    queue.delete(delivery!.receiptHandle, "worker");
    queue.delete(delivery!.receiptHandle, "worker");
    expect(happened).toEqual(["sent", "received", "deleted"]);
  });

  test("refuses characters that XML 1.0 lacks", () => {
    const { queue } = queueOfOne();
    const entries = ["\u0000", "\uD800", "\uFFFF"].map((text, index) => ({
      id: String(index),
      body: text,
      delaySeconds: 0,
    }));
    expect(queue.sendBatch(entries).failed).toEqual(["0", "1", "2"]);
  });
});
