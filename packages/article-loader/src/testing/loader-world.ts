import { createLog } from "@reddit-crawler/function-runtime/log";
import { mediaHosts } from "@reddit-crawler/media-hosts";
import type {
  CrawlRequest,
  CrawlSummary,
  PostRecord,
  PostTally,
} from "@reddit-crawler/message-schema";

import type { QueuedPost } from "../posts/batch-posts.ts";
import type { GateStateStore } from "../gate/gate-state.ts";
import { readListingAnswer } from "../reddit/listing-answer.ts";
import type { PageRequest } from "../reddit/listing-page.ts";
import type { ListingSource } from "../gate/listing-source.ts";
import { loadListing, type LoadListingPorts } from "../load-listing.ts";
import { createRequestGate } from "../gate/request-gate.ts";
import type { RefusedEntry } from "../posts/send-posts.ts";
import { listingJson } from "./listing-json.ts";
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

/** Gate state in memory. */
export function memoryGateState(): GateStateStore {
  let text: string | undefined;
  let version = 0;
  return {
    read: async () => ({ text, version: text === undefined ? undefined : String(version) }),
    write: async (next, expected) => {
      if (expected !== (text === undefined ? undefined : String(version))) return false;
      text = next;
      version += 1;
      return true;
    },
  };
}

/** All ports of the use case as plain objects, and everything that went out through them, in order. */
export class LoaderWorld {
  readonly clock = new VirtualClock();
  readonly effects: string[] = [];
  readonly pages: PageRequest[] = [];
  readonly requestedAtMs: number[] = [];
  readonly sent: QueuedPost[] = [];
  readonly records: PostRecord[] = [];
  readonly summaries: CrawlSummary[] = [];
  readonly published: CrawlRequest[] = [];
  readonly counted = new Map<string, PostTally>();
  readonly lines: Record<string, unknown>[] = [];
  /** Answers by the `after` they are asked with, `""` for the first page; the last of several repeats. */
  answers: Record<string, ScriptedAnswer[]> = {};
  /** Called for each batch: the entries that the queue refuses. */
  refuse: (posts: readonly QueuedPost[]) => RefusedEntry[] = () => [];
  /** How much is left of the invocation that began at the virtual clock's start. */
  timeoutMs = 900_000;
  readonly #startMs = this.clock.now();
  source: ListingSource = {
    name: "oauth",
    pauseMs: 0,
    readPage: (page, turn) =>
      turn(async () => {
        this.requestedAtMs.push(this.clock.now());
        this.pages.push(page);
        this.effects.push(`read ${page.after ?? "first"}`);
        const script = this.answers[page.after ?? ""] ?? [];
        const answer = script.length > 1 ? script.shift() : script[0];
        if (!answer) throw new Error(`No answer is scripted for ${page.after ?? "first"}.`);
        if (answer instanceof Error) throw answer;
        const body = listingJson(answer.children, answer.after ?? null);
        return readListingAnswer(
          { status: 200, headers: answer.headers ?? {}, body },
          page.subreddit,
          0,
        );
      }),
  };

  /** Loads a listing of this world to its end, in no real time. */
  load(request: Partial<CrawlRequest> = {}, ports = this.ports(), messageId = "m0"): Promise<void> {
    const { timeLeftMs } = this;
    return this.clock.run(
      loadListing({ ...crawlRequest, ...request }, ports, { messageId, timeLeftMs }),
    );
  }

  /** The crawl's summary as it is kept. */
  summaryOf(crawlId: string): CrawlSummary | undefined {
    return this.summaries.findLast((summary) => summary.crawlId === crawlId);
  }

  readonly timeLeftMs = () => this.#startMs + this.timeoutMs - this.clock.now();

  ports(): LoadListingPorts {
    const { clock } = this;
    const random = () => 0.5;
    return {
      source: this.source,
      gate: createRequestGate({ store: memoryGateState(), clock, random, delayMs: 2000 }),
      hosts: mediaHosts("reddit,imgur"),
      clock,
      random,
      log: createLog({
        service: "article-loader",
        level: "debug",
        write: (line) => void this.lines.push(JSON.parse(line)),
        now: () => clock.now(),
      }),
      queue: {
        sendBatch: async (posts) => {
          this.effects.push(`send ${posts.map(({ postId }) => postId).join(" ")}`);
          const refused = this.refuse(posts);
          const ids = new Set(refused.map(({ postId }) => postId));
          this.sent.push(...posts.filter(({ postId }) => !ids.has(postId)));
          return refused;
        },
      },
      records: {
        recordPost: async (record) => {
          this.effects.push(`record ${record.post.id}`);
          this.records.push(record);
        },
        indexCrawl: async ({ crawlId }) => void this.effects.push(`index ${crawlId}`),
        saveSummary: async (crawlId, next) => {
          const former = this.summaryOf(crawlId);
          const summary = next(former);
          if (summary === former) return summary;
          this.effects.push(`summary ${summary.state} ${summary.counts.listed}`);
          this.summaries.push(structuredClone(summary));
          return summary;
        },
      },
      tallies: {
        add: async (_crawlId, posts) => {
          this.effects.push(`count ${[...posts.keys()].join(" ")}`);
          for (const [id, tally] of posts) this.counted.set(id, tally);
        },
        announceFinish: async () => void this.effects.push("announce the end"),
      },
      requests: {
        publish: async (request) => {
          this.effects.push(`publish ${request.continuation?.after}`);
          this.published.push(request);
        },
      },
    };
  }
}
