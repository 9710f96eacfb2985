import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import type { QueueMessage } from "@reddit-crawler/local-stack/emulator/queue-messages";
import type { StackOptions } from "@reddit-crawler/local-stack/start-stack";
import { postMessageSchema } from "@reddit-crawler/message-schema";
import type { GivenUpPost } from "@reddit-crawler/picture-folder/given-up-posts";
import * as z from "zod/mini";

import { parseLine } from "./stage-log.ts";

/** What the worker logged of a post's last attempt. */
type LastWords = Pick<GivenUpPost, "code" | "message" | "attempts" | "at">;

/** Events of the worker's log that end a post's attempt without deciding it, the last of which counts. */
const failedAttempt = /"event":"(?:last-try-failed|unexpected-error|too-late|try-failed)"/;
const silent = {
  code: "worker-ended",
  message: "The worker ended in the last attempt and logged no reason.",
};

/** Explains the messages of the dead-letter queue by the last error that the worker logged about each post. */
export function deadPosts(now: () => number = Date.now) {
  const lastWords = new Map<string, LastWords>();
  const onLog: NonNullable<StackOptions["onLog"]> = ({ line }) => {
    if (!failedAttempt.test(line)) return;
    const {
      crawlId,
      postId,
      receiveCount,
      attempt = receiveCount,
      event,
      ...entry
    } = parseLine(line) ?? {};
    const { name, code, message }: Record<string, unknown> = Object(entry["error"]);
    lastWords.set(keyOf(crawlId, postId), {
      code: textOf(code) ?? textOf(entry["code"]) ?? textOf(name) ?? textOf(event) ?? silent.code,
      message: textOf(message) ?? textOf(entry["reason"]) ?? textOf(event) ?? silent.message,
      attempts: typeof attempt === "number" ? attempt : 1,
      at: textOf(entry["timestamp"]) ?? new Date(now()).toISOString(),
    });
  };
  /** The posts of `messages`; what is no post's message is passed over. */
  const of = (messages: readonly QueueMessage[]): GivenUpPost[] =>
    messages.flatMap(({ body, receiveCount }) => {
      const parsed = z.safeParse(postMessageSchema, parseJson(body));
      if (!parsed.success) return [];
      const { crawlId, post } = parsed.data;
      const { id: postId, subreddit, title, permalink } = post;
      const known = lastWords.get(keyOf(crawlId, postId));
      const words = known ?? {
        ...silent,
        attempts: Math.max(1, receiveCount),
        at: new Date(now()).toISOString(),
      };
      // So that every later answer has the same instant.
      if (!known) lastWords.set(keyOf(crawlId, postId), words);
      return [{ crawlId, postId, subreddit, title, permalink, ...words }];
    });
  return { onLog, of };
}

function keyOf(crawlId: unknown, postId: unknown): string {
  return `${String(crawlId)} ${String(postId)}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
