import type { CrawlEnds } from "@reddit-crawler/crawl-status/announce-end";
import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import { parseEnvironment } from "@reddit-crawler/function-runtime/environment";
import { createLog } from "@reddit-crawler/function-runtime/log";
import {
  crawlSummarySchema,
  postRecordSchema,
  type CrawlRequest,
  type CrawlSummary,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { configSchema } from "../config.ts";
import { startCrawl, type Crawl } from "../crawl/crawl.ts";
import { loadListing } from "../load-listing.ts";
import type { ImportObjects } from "../file/import-lines.ts";
import { createListingSources, type ListingSources } from "../sources/listing-sources.ts";
import type { CrawlQueue, LoaderWorld, PostQueue, QueuedPost, RefusedEntry } from "../world.ts";
import { listingJson } from "./listing-json.ts";
import { replyOf, type ScriptedReply } from "./scripted-http.ts";
import { VirtualClock } from "@reddit-crawler/function-runtime/testing/virtual-clock";

/** One page of a scripted listing, or the error that a request for it ends with. */
export type ScriptedAnswer =
  | { children: unknown[]; after?: string | null; headers?: Record<string, string> }
  | Error;

/** A request of 100 posts of r/aww. */
export const crawlRequest: CrawlRequest = {
  schemaVersion: 1,
  crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
  subreddit: "aww",
  sortMethod: "top",
  timeFilter: "day",
  limit: 100,
  requestedAt: "2026-11-22T20:00:00.000Z",
};

/** All that the function needs of its environment. */
export const environment = {
  CRAWL_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/crawls",
  FINISHED_TOPIC_ARN: "arn:aws:sns:eu-central-1:123456789012:finished",
  POST_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/posts",
  MEDIA_BUCKET: "media",
  MEDIA_HOSTS: "reddit,imgur",
  REDDIT_USER_AGENT: "linux:reddit-crawler:1.0 (by /u/someone)",
  REDDIT_CREDENTIALS_SECRET_ARN: "",
  REDDIT_FEED_SECRET_ARN: "",
  REDDIT_SOURCE: "auto",
  REDDIT_REQUEST_DELAY_MS: "2000",
  LOG_LEVEL: "debug",
};

const credentials = {
  read: async () => ({ client_id: "the-id", client_secret: "the-secret" }),
};

/** The loader's world in memory, and everything that it did, in order. A test replaces what it wants to be different. */
export class FakeWorld implements LoaderWorld {
  /** What left the loader; requests for tokens and the request gate's changes are not among it. */
  readonly effects: string[] = [];
  /** The listing requests, and when they were sent. */
  readonly pages: { limit: number; after: string | undefined; count: number }[] = [];
  readonly requestedAtMs: number[] = [];
  readonly sent: QueuedPost[] = [];
  readonly records: PostRecord[] = [];
  readonly summaries: CrawlSummary[] = [];
  /** What went to the end of the crawl queue, and after how many seconds it is seen there. */
  readonly published: CrawlRequest[] = [];
  readonly delaysSeconds: number[] = [];
  /** Whether other crawls wait for the loader. */
  doOthersWait = false;
  readonly lines: Record<string, unknown>[] = [];
  readonly texts = new Map<string, { text: string; version: string }>();
  /** Answers by the `after` they are asked with, `""` for the first page; the last of several repeats. */
  answers: Record<string, ScriptedAnswer[]>;
  /** The posts that Reddit has, by which it answers when it is asked for single ones; an error where it does not. */
  singlePosts: unknown[] | Error = [];
  /** Reddit's answer to any request but one for a token. */
  reply = (url: URL): ScriptedReply => {
    const scripted = this.#scripted(url);
    if (scripted instanceof Error) return scripted;
    const { children, after = null, headers = {} } = scripted;
    return { headers, body: listingJson(children, after) };
  };
  /** Called for each batch: the entries that the queue refuses. */
  refuse: (posts: readonly QueuedPost[]) => RefusedEntry[] = () => [];
  /** Called before each write: it may take time, fail, or write something itself. */
  beforeWrite: (key: string, value: Record<string, unknown>) => unknown = () => undefined;
  /** How much is left of the invocation that began at the virtual clock's start. */
  timeoutMs = 900_000;

  readonly clock: VirtualClock;
  readonly #startMs: number;
  config = parseEnvironment(configSchema, environment);
  random = () => 0.5;
  log = createLog({
    service: "article-loader",
    level: "debug",
    write: (line) => void this.lines.push(JSON.parse(line)),
    now: () => this.clock.now(),
  });
  http: LoaderWorld["http"] = async ({ url }) => {
    if (url.pathname === "/api/v1/access_token")
      return replyOf({ body: '{"access_token":"the-token","expires_in":3600}' });
    this.requestedAtMs.push(this.clock.now());
    return replyOf(this.reply(url));
  };
  sources: ListingSources;
  objects: JsonObjects = {
    list: async (prefix) => [...this.texts.keys()].filter((key) => key.startsWith(prefix)),
    listSome: async (prefix, after, most) => {
      const keys = [...this.texts.keys()].filter((key) => key.startsWith(prefix) && key > after);
      return { keys: keys.toSorted().slice(0, most), more: keys.length > most };
    },
    read: async (key) => this.texts.get(key),
    put: (key, text) => this.#write(key, text),
    putOnce: async (key, text) => {
      if (this.texts.has(key)) return false;
      await this.#write(key, text);
      return true;
    },
    replace: async (key, text, version) => {
      await this.beforeWrite(key, JSON.parse(text));
      if (this.texts.get(key)?.version !== version) return false;
      this.#keep(key, text);
      return true;
    },
  };
  /** Imports, by their keys. */
  readonly importBytes = new Map<string, Buffer>();
  imports: ImportObjects = {
    read: async (key, at, length) => {
      const all = this.importBytes.get(key);
      return all && { bytes: all.subarray(at, at + length), size: all.length };
    },
  };
  queue: PostQueue = {
    sendBatch: async (posts) => {
      this.effects.push(`send ${posts.map(({ postId }) => postId).join(" ")}`);
      const refused = this.refuse(posts);
      const ids = new Set(refused.map(({ postId }) => postId));
      this.sent.push(...posts.filter(({ postId }) => !ids.has(postId)));
      return refused;
    },
  };
  ends: CrawlEnds = {
    check: async () => {
      this.effects.push("announce the end");
      return { openPosts: 0, requests: 1 };
    },
  };
  crawls: CrawlQueue = {
    send: async (request, delaySeconds) => {
      this.effects.push(`publish ${request.continuation?.after}`);
      this.published.push(request);
      this.delaysSeconds.push(delaySeconds);
    },
    othersWait: async () => this.doOthersWait,
    showAgain: async (receiptHandle, seconds) => {
      this.effects.push(`show ${receiptHandle} in ${seconds} s`);
    },
  };

  constructor(answers: Record<string, ScriptedAnswer[]> = {}, clock = new VirtualClock()) {
    this.answers = answers;
    this.clock = clock;
    this.#startMs = clock.now();
    const http: LoaderWorld["http"] = (request) => this.http(request);
    this.sources = createListingSources(http, credentials, clock, 2000);
  }

  /** The posts that were sent, by their ids. */
  get queued(): string[] {
    return this.sent.map(({ postId }) => postId);
  }

  /** The summary that was saved last. */
  get summary(): CrawlSummary | undefined {
    return this.summaries.at(-1);
  }

  /** Reads the public feed from here on, as without credentials. */
  withoutCredentials(): this {
    this.sources = { ...this.sources, api: undefined };
    this.config = { ...this.config, REDDIT_SOURCE: "feed" };
    return this;
  }

  /** The crawl of a request, as it begins. */
  crawl(request: Partial<CrawlRequest> = {}, attempt = 1): Crawl {
    const { timeLeftMs } = this;
    return startCrawl({ ...crawlRequest, ...request }, this, { attempt, timeLeftMs });
  }

  /** Loads a listing of this world to its end, in no real time. */
  load(request?: Partial<CrawlRequest>, attempt?: number): Promise<void> {
    return this.clock.run(loadListing(this, this.crawl(request, attempt)));
  }

  readonly timeLeftMs = () => this.#startMs + this.timeoutMs - this.clock.now();

  /** Writes a crawl's summary as another process does. */
  writeSummary(summary: CrawlSummary): void {
    this.#keep(`crawls/${summary.crawlId}/crawl.json`, JSON.stringify(summary));
  }

  async #write(key: string, text: string): Promise<void> {
    await this.beforeWrite(key, JSON.parse(text));
    this.#keep(key, text);
  }

  #keep(key: string, text: string): void {
    const { version = "0" } = this.texts.get(key) ?? {};
    this.texts.set(key, { text, version: String(Number(version) + 1) });
    const value: unknown = JSON.parse(text);
    if (key.endsWith("/crawl.json")) {
      const summary = z.parse(crawlSummarySchema, value);
      this.summaries.push(summary);
      this.effects.push(`summary ${summary.state} ${summary.counts.listed}`);
    } else if (key.includes("/posts/")) {
      const record = z.parse(postRecordSchema, value);
      this.records.push(record);
      this.effects.push(`record ${record.post.id}`);
    } else if (key.startsWith("crawl-index/"))
      this.effects.push(`index ${z.parse(z.object({ crawlId: z.string() }), value).crawlId}`);
  }

  #scripted({ pathname, searchParams }: URL): ScriptedAnswer {
    if (pathname === "/api/info") {
      const ids = (searchParams.get("id") ?? "").replaceAll("t3_", "").replaceAll(",", " ");
      this.effects.push(`ask ${ids}`);
      return this.singlePosts instanceof Error ? this.singlePosts : { children: this.singlePosts };
    }
    const after = searchParams.get("after") ?? undefined;
    const number = (name: string) => Number(searchParams.get(name) ?? 0);
    this.pages.push({ limit: number("limit"), after, count: number("count") });
    this.effects.push(`read ${after ?? "first"}`);
    const script = this.answers[after ?? ""] ?? [];
    const answer = script.length > 1 ? script.shift() : script[0];
    return answer ?? new Error(`No answer is scripted for ${after ?? "first"}.`);
  }
}
