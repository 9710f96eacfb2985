import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import type { QueueMessage } from "@reddit-crawler/local-stack/emulator/queue-messages";
import type { StackOptions } from "@reddit-crawler/local-stack/start-stack";
import { postMessageSchema, type PostMessage } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { parseLine } from "./stage-log.ts";

/** A post that is attempted again later, and why. */
export interface WaitingPost {
  crawlId: string;
  postId: string;
  /** When its next attempt may begin, in milliseconds since 1970. */
  untilMs: number;
  /** What it waits for; undefined where its worker ended without a word. */
  cause: WaitCause | undefined;
}

/** The host that could not give a picture, where one was asked, and the code of what went wrong. */
interface WaitCause {
  host: string | undefined;
  code: string;
}

/** Explains the delayed messages of the post queue by what the worker logged of each post's last attempt. */
export function waitingPosts() {
  const causes = new Map<string, WaitCause>();
  const onLog: NonNullable<StackOptions["onLog"]> = ({ line }) => {
    if (!line.includes('"event":"try-failed"')) return;
    const { crawlId, postId, host, code } = parseLine(line) ?? {};
    if (typeof code === "string")
      causes.set(keyOf(crawlId, postId), {
        host: typeof host === "string" ? host : undefined,
        code,
      });
  };
  /** The posts of `messages` that are delayed beyond `nowMs`; what is no post's message is passed over. */
  const of = (messages: readonly QueueMessage[], nowMs: number): WaitingPost[] =>
    messages.flatMap((message) => {
      const { delayedUntilMs: untilMs } = message;
      if (untilMs === undefined || untilMs <= nowMs) return [];
      return postsOf([message]).map(({ crawlId, post }) => ({
        crawlId,
        postId: post.id,
        untilMs,
        cause: causes.get(keyOf(crawlId, post.id)),
      }));
    });
  return { onLog, of };
}

/** The posts of `messages` that are not decided yet; what is no post's message is passed over. */
export function postsOf(messages: readonly Pick<QueueMessage, "body">[]): PostMessage[] {
  return messages.flatMap(({ body }) => {
    const parsed = z.safeParse(postMessageSchema, parseJson(body));
    // A decided post's message comes again once more, to look whether its crawl is over.
    return parsed.success && parsed.data.checksEnd === undefined ? [parsed.data] : [];
  });
}

function keyOf(crawlId: unknown, postId: unknown): string {
  return `${String(crawlId)} ${String(postId)}`;
}
