import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { describe, expect, test } from "vitest";

import { waitingPosts } from "../pipeline/waiting-posts.ts";
import { hostWaits } from "./host-waits.ts";

const [envelope] = contracts["post-message"].examples;
const { crawlId } = envelope!;
const nowMs = new Date(2026, 10, 28, 12, 0, 0).getTime();

/** A delayed message of a post of the crawl. */
function delayed(id: string, seconds: number) {
  const body = JSON.stringify({ ...envelope, post: { ...envelope!.post, id } });
  return { body, receiveCount: 0, sentAtMs: 0, delayedUntilMs: nowMs + seconds * 1000 };
}

/** Waits as the worker's log and the queue say them. */
function waitsOf(messages: ReturnType<typeof delayed>[], lines: object[]) {
  const waiting = waitingPosts();
  for (const line of lines)
    waiting.onLog({
      function: "DownloadWorkerFunction",
      line: JSON.stringify({ event: "try-failed", crawlId, ...line }),
    });
  return hostWaits(
    () => waiting.of(messages, nowMs),
    () => nowMs,
  );
}

describe("what a crawl waits for", () => {
  test("is said with host, reason and the next attempt", () => {
    const waits = waitsOf(
      [delayed("a", 60), delayed("b", 30)],
      [
        { postId: "a", host: "i.imgur.com", code: "http-503" },
        { postId: "b", host: "i.imgur.com", code: "http-503" },
      ],
    );
    expect(waits.wait(crawlId, 80_000)).toEqual({
      reason: "2 posts wait for i.imgur.com (http-503) until 12:00:30; patience left",
      seconds: 80,
    });
    expect(waits.wait("another", 80_000)).toBeUndefined();
  });

  test("names two hosts, and how many more", () => {
    const waits = waitsOf(
      ["a", "b", "c"].map((id) => delayed(id, 30)),
      ["a", "b", "c"].map((id) => ({ postId: id, host: `${id}.example`, code: "http-500" })),
    );
    expect(waits.endWords(crawlId, 3)).toMatch(
      /^3 posts still wait for a\.example \(http-500\) and b\.example \(http-500\) and 1 more, /,
    );
  });

  test("is left open where the worker ended without a word, and passes over what is no post or may be received", () => {
    const others = [{ ...delayed("c", 30), body: "{" }, delayed("d", -1)];
    const waits = waitsOf([delayed("a", 30), ...others], []);
    expect(waits.wait(crawlId, 1)).toEqual({
      reason: "1 post waits until 12:00:30; patience left",
      seconds: 1,
    });
  });
});
