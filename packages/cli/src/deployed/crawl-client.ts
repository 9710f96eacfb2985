import { setTimeout as sleep } from "node:timers/promises";

import { answerSchemas } from "@reddit-crawler/message-schema/http-api/answer-schemas";
import * as z from "zod/mini";

import { refusalOf, type ApiAnswer, type Send } from "../pipeline/crawl-api.ts";

/** What a stack's API answers about one crawl, of its posts, and of all crawls. */
export type RemoteStatus = z.infer<typeof answerSchemas.CrawlStatus>;
export type RemotePost = z.infer<typeof answerSchemas.CrawlPosts>["posts"][number];
type RemoteCrawl = z.infer<typeof answerSchemas.CrawlList>["crawls"][number];

/** The part of a stack's HTTP API that reads. Every method throws CommandError in the API's words when it refuses. */
export interface CrawlClient {
  /** A crawl's status; the one before, while it is unchanged. */
  status(crawlId: string): Promise<RemoteStatus>;
  /** Every decided post, page by page. A post's picture links live for 15 minutes from its page's answer. */
  posts(crawlId: string): AsyncIterable<RemotePost[]>;
  /** The newest crawls, at most `limit` (1..50). */
  newest(limit: number): Promise<RemoteCrawl[]>;
}

/** With the pauses below, a throttled or failing API gets ten seconds to recover. */
const attempts = 5;
const firstPauseMs = 300;

/** A client of the API at `apiUrl`. */
export function crawlClient(apiUrl: string, send: Send, pauseMs = firstPauseMs): CrawlClient {
  const base = apiUrl.replace(/\/$/, "");
  const known = new Map<string, { etag: string; status: RemoteStatus }>();

  async function get(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await send(new URL(base + path), { headers });
      if (answer.status === 200 || answer.status === 304) return answer;
      const passes = answer.status === 429 || answer.status >= 500;
      if (!passes || attempt === attempts) throw refusalOf(answer, "The API refused");
      await sleep(pauseMs * 2 ** attempt);
    }
  }

  return {
    status: async (crawlId) => {
      const former = known.get(crawlId);
      const answer = await get(`/crawls/${crawlId}`, former && { "if-none-match": former.etag });
      if (answer.status === 304 && former) return former.status;
      const status = z.parse(answerSchemas.CrawlStatus, JSON.parse(answer.body));
      const { etag } = answer;
      if (etag !== undefined) known.set(crawlId, { etag, status });
      return status;
    },
    posts: async function* (crawlId) {
      let cursor: string | undefined;
      do {
        const query = new URLSearchParams({ limit: "100", ...(cursor && { cursor }) });
        const { body } = await get(`/crawls/${crawlId}/posts?${query.toString()}`);
        const page = z.parse(answerSchemas.CrawlPosts, JSON.parse(body));
        yield page.posts;
        cursor = page.next_cursor;
      } while (cursor !== undefined);
    },
    newest: async (limit) => {
      const { body } = await get(`/crawls?limit=${limit}`);
      return z.parse(answerSchemas.CrawlList, JSON.parse(body)).crawls;
    },
  };
}
