import type * as z from "zod/mini";

import * as examples from "./contract-examples.ts";
import { crawlFinishedSchema, type CrawlFinished } from "../messages/crawl-finished.ts";
import { crawlRequestSchema, type CrawlRequest } from "../messages/crawl-request.ts";
import { crawlSummarySchema, type CrawlSummary } from "../records/crawl-summary.ts";
import { crawlTallySchema, type CrawlTally } from "../records/crawl-tally.ts";
import { crawlTotalsSchema, type KeptTotals } from "../records/crawl-totals.ts";
import { downloadJobSchema, type DownloadJob } from "../messages/download-job.ts";
import { postMessageSchema, type PostMessage } from "../messages/post-message.ts";
import { postRecordSchema, type PostRecord } from "../records/post-record.ts";

/** One message or stored document that crosses a stage's border. */
export interface Contract<Message> {
  schema: z.ZodMiniType<Message>;
  producer: string;
  consumers: readonly string[];
  channel: string;
  examples: readonly Message[];
}

/** Every contract of the pipeline by name, with who writes it, who reads it and examples that tests of both sides use. */
export const contracts = {
  "crawl-request": {
    schema: crawlRequestSchema,
    producer: "api-endpoint, and article-loader for a continuation",
    consumers: ["article-loader"],
    channel: "SNS topic CrawlTopic, then SQS queue CrawlQueue",
    examples: [
      examples.crawlRequest,
      { ...examples.crawlRequest, mediaHosts: "reddit,imgur", nsfw: false, spoilers: false },
      {
        ...examples.crawlRequest,
        minScore: 100,
        flair: "Cats",
        author: "catperson",
        since: "2026-11-21T00:00:00.000Z",
        maxPerPost: 3,
      },
      { ...examples.crawlRequest, subreddit: "u_catperson", user: "catperson", sortMethod: "new" },
      { ...examples.crawlRequest, postId: "1skbyfv", limit: 1 },
      { ...examples.crawlRequest, sharePath: "/r/aww/s/hKrTTvFVwZ", limit: 1 },
      {
        ...examples.crawlRequest,
        source: "file",
        importKey: "imports/01KAR7Q8Z4M3XWQ0V5T9B2C6DE.jsonl",
      },
      {
        ...examples.crawlRequest,
        continuation: { after: "t3_1skbyfv", hop: 1, listedPostIds: ["1skbyfv"] },
        deferred: 1,
        deferredFor: "rate-limited",
        attemptedBefore: true,
      },
      {
        ...examples.crawlRequest,
        continuation: {
          after: "t3_1skbyfv",
          hop: 2,
          listedPostIds: ["1skbyfv"],
          counts: { pages: 1, listed: 1, queued: 1, withoutPictures: 0, picturesLinked: 2 },
        },
      },
    ],
  } satisfies Contract<CrawlRequest>,
  "post-message": {
    schema: postMessageSchema,
    producer: "article-loader",
    consumers: ["balancer", "download-worker"],
    channel: "SQS queue PostQueue",
    examples: [
      examples.postMessage,
      {
        ...examples.postMessage,
        links: [
          {
            position: 1,
            foundIn: "url",
            candidates: [{ url: "https://i.redd.it/firstcat.jpg", quality: "original" }],
            duplicateOf: { subreddit: "aww", postId: "1skbyfu", position: 1 },
          },
          {
            position: 2,
            foundIn: "gallery",
            candidates: [{ url: "https://i.redd.it/newcat.jpg", quality: "original" }],
            pending: "gallery-item-unprocessed",
          },
        ],
      },
    ],
  } satisfies Contract<PostMessage>,
  "download-job": {
    schema: downloadJobSchema,
    producer: "balancer",
    consumers: ["download-worker"],
    channel: "asynchronous invocation of DownloadWorkerFunction",
    examples: [examples.downloadJob],
  } satisfies Contract<DownloadJob>,
  "post-record": {
    schema: postRecordSchema,
    producer: "download-worker, and article-loader for posts without pictures",
    consumers: ["api-endpoint", "download-worker", "the crawl command"],
    channel:
      "media bucket: crawls/<crawl id>/posts/<post id>.<counts>.json and, unless its sole picture says as much, media/<subreddit>/<post id>/post.json",
    examples: [examples.postRecord],
  } satisfies Contract<PostRecord>,
  "crawl-summary": {
    schema: crawlSummarySchema,
    producer: "article-loader",
    consumers: ["api-endpoint", "the crawl command", "download-worker", "article-loader (`tries`)"],
    channel: "media bucket: crawls/<crawl id>/crawl.json",
    examples: [
      examples.crawlSummary,
      { ...examples.crawlSummary, listedPerShard: [13, 12, 12, 13, 12, 13, 12, 13] },
      {
        ...examples.crawlSummary,
        state: "listing",
        redditBudget: 0.5,
        waiting: { reason: "reddit-asks-to-wait", until: "2026-11-22T20:10:00.000Z" },
      },
      {
        ...examples.crawlSummary,
        state: "failed",
        failure: { code: "subreddit-private", message: "r/aww is private.", retryable: false },
      },
      {
        ...examples.crawlSummary,
        state: "queued",
        source: "auto",
        counts: { pages: 0, listed: 0, queued: 0, withoutPictures: 0, picturesLinked: 0 },
        place: 3,
      },
      {
        ...examples.crawlSummary,
        state: "failed",
        listedPerShard: [0, 1, 0, 0, 2, 0, 1, 0],
        failure: { code: "reddit-down", message: "Reddit answered 503.", retryable: false },
      },
      {
        ...examples.crawlSummary,
        state: "listing",
        failure: { code: "reddit-down", message: "Reddit answered 503.", retryable: true },
        tries: {
          begun: { "5fea7756-0ea4-451a-a703-a558b933e274": 2 },
          listedPerShard: [0, 1, 0, 0, 2, 0, 1, 0],
        },
      },
    ],
  } satisfies Contract<CrawlSummary>,
  "crawl-tally": {
    schema: crawlTallySchema,
    producer:
      "earlier versions of download-worker and article-loader; keys of records count instead",
    consumers: ["api-endpoint", "download-worker and article-loader, for a crawl's end"],
    channel: "media bucket: crawls/<crawl id>/tally/<shard>.json",
    examples: [examples.crawlTally],
  } satisfies Contract<CrawlTally>,
  "crawl-totals": {
    schema: crawlTotalsSchema,
    producer:
      "download-worker or article-loader, whichever checks a crawl whose posts one listing request does not show",
    consumers: ["api-endpoint"],
    channel: "media bucket: crawls/<crawl id>/totals.json",
    examples: [examples.crawlTotals],
  } satisfies Contract<KeptTotals>,
  "crawl-finished": {
    schema: crawlFinishedSchema,
    producer: "download-worker or article-loader, whichever finds the crawl over",
    consumers: ["api-endpoint", "subscribers of the topic"],
    channel:
      "SNS topic CrawlFinishedTopic (with the attribute `state` to filter by), and media bucket: crawls/<crawl id>/finished.json",
    examples: [
      examples.crawlFinished,
      { ...examples.crawlFinished, state: "finished" },
      {
        ...examples.crawlFinished,
        state: "failed",
        failure: { code: "subreddit-private", message: "r/aww is private.", retryable: false },
        posts: 0,
        postsGivenUp: 0,
        picturesStored: 0,
        picturesAlreadyStored: 0,
        bytes: 0,
        reasons: {},
      },
    ],
  } satisfies Contract<CrawlFinished>,
};
