import type * as z from "zod/mini";

import { crawlFinishedSchema, type CrawlFinished } from "./crawl-finished.ts";
import { crawlRequestSchema, type CrawlRequest } from "./crawl-request.ts";
import { crawlSummarySchema, type CrawlSummary } from "./crawl-summary.ts";
import { crawlTallySchema, type CrawlTally } from "./crawl-tally.ts";
import { downloadJobSchema, type DownloadJob } from "./download-job.ts";
import { postMessageSchema, type PostMessage } from "./post-message.ts";
import { postRecordSchema, type PostRecord } from "./post-record.ts";

/** One message or stored document that crosses a stage's border. */
export interface Contract<Message> {
  schema: z.ZodMiniType<Message>;
  producer: string;
  consumers: readonly string[];
  channel: string;
  examples: readonly Message[];
}

const crawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";

const crawlRequest: CrawlRequest = {
  schemaVersion: 1,
  crawlId,
  subreddit: "aww",
  sortMethod: "top",
  timeFilter: "day",
  limit: 100,
  requestedAt: "2026-11-22T20:00:00.000Z",
};

const postMessage: PostMessage = {
  schemaVersion: 1,
  crawlId,
  post: {
    id: "1skbyfv",
    subreddit: "aww",
    title: "Two cats in a box",
    author: "catperson",
    permalink: "https://www.reddit.com/r/aww/comments/1skbyfv/two_cats_in_a_box/",
    createdAt: "2026-11-22T18:00:00.000Z",
    score: 4711,
    over18: false,
    spoiler: false,
    flair: "Cats",
  },
  links: [
    {
      position: 1,
      foundIn: "gallery",
      candidates: [
        { url: "https://i.redd.it/firstcat.jpg", quality: "original" },
        { url: "https://preview.redd.it/firstcat.jpg?width=640&s=0a1b", quality: "reduced" },
      ],
    },
  ],
  leftOut: [{ position: 2, foundIn: "gallery", reason: "gallery-item-failed" }],
};

const downloadJob: DownloadJob = {
  schemaVersion: 1,
  message: { ...postMessage },
  messageId: "5fea7756-0ea4-451a-a703-a558b933e274",
  receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
  receiveCount: 1,
  receivedAt: "2026-11-22T20:00:05.000Z",
  hiddenUntil: "2026-11-22T20:03:05.000Z",
};

const postRecord: PostRecord = {
  schemaVersion: 1,
  crawlId,
  post: postMessage.post,
  outcome: "partly-stored",
  links: [
    {
      position: 1,
      foundIn: "gallery",
      url: "https://i.redd.it/firstcat.jpg",
      quality: "original",
      outcome: "stored",
      key: "media/aww/1skbyfv/01.jpg",
      bytes: 123_456,
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      contentType: "image/jpeg",
    },
    { position: 2, foundIn: "gallery", outcome: "unavailable", reason: "gallery-item-failed" },
    {
      position: 3,
      foundIn: "gallery",
      url: "https://i.redd.it/thirdcat.png",
      quality: "original",
      outcome: "stored",
      key: "media/aww/1skbyfv/03.png",
      bytes: 654_321,
      sha256: "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9",
      contentType: "image/png",
      duplicateOf: "media/aww/1skbyfu/01.png",
    },
  ],
  decidedAt: "2026-11-22T20:00:07.000Z",
};

const crawlSummary: CrawlSummary = {
  ...crawlRequest,
  state: "listed",
  source: "oauth",
  updatedAt: "2026-11-22T20:00:03.000Z",
  counts: { pages: 1, listed: 100, queued: 83, withoutPictures: 17, picturesLinked: 131 },
};

const crawlTally: CrawlTally = {
  schemaVersion: 1,
  crawlId,
  posts: {
    "1skbyfv": {
      outcome: "partly-stored",
      links: { stored: 1, unavailable: 1 },
      reasons: { "gallery-item-failed": 1 },
      bytes: 123_456,
      decidedAt: postRecord.decidedAt,
    },
    "1skbyfw": {
      outcome: "given-up",
      links: {},
      reasons: { "http-503": 1 },
      bytes: 0,
      decidedAt: "2026-11-22T20:16:00.000Z",
    },
  },
};

const crawlFinished: CrawlFinished = {
  ...crawlRequest,
  finishedAt: "2026-11-22T20:16:00.000Z",
  posts: 100,
  postsGivenUp: 1,
  picturesStored: 120,
  picturesAlreadyStored: 9,
  bytes: 234_567_890,
  reasons: { "text-only": 15, "http-404": 2 },
};

/** Every contract of the pipeline by name, with who writes it, who reads it and examples that tests of both sides use. */
export const contracts = {
  "crawl-request": {
    schema: crawlRequestSchema,
    producer: "api-endpoint, and article-loader for a continuation",
    consumers: ["article-loader"],
    channel: "SNS topic CrawlTopic",
    examples: [
      crawlRequest,
      { ...crawlRequest, mediaHosts: "reddit,imgur", nsfw: false, spoilers: false },
      {
        ...crawlRequest,
        minScore: 100,
        flair: "Cats",
        author: "catperson",
        since: "2026-11-21T00:00:00.000Z",
        maxPerPost: 3,
      },
      {
        ...crawlRequest,
        continuation: { after: "t3_1skbyfv", hop: 1, listedPostIds: ["1skbyfv"] },
      },
      {
        ...crawlRequest,
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
      postMessage,
      {
        ...postMessage,
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
    examples: [downloadJob],
  } satisfies Contract<DownloadJob>,
  "post-record": {
    schema: postRecordSchema,
    producer: "download-worker, and article-loader for posts without pictures",
    consumers: ["api-endpoint", "download-worker", "the crawl command"],
    channel:
      "media bucket: crawls/<crawl id>/posts/<post id>.json and media/<subreddit>/<post id>/post.json",
    examples: [postRecord],
  } satisfies Contract<PostRecord>,
  "crawl-summary": {
    schema: crawlSummarySchema,
    producer: "article-loader",
    consumers: ["api-endpoint", "the crawl command"],
    channel: "media bucket: crawls/<crawl id>/crawl.json",
    examples: [
      crawlSummary,
      { ...crawlSummary, listedPerShard: [13, 12, 12, 13, 12, 13, 12, 13] },
      {
        ...crawlSummary,
        state: "listing",
        redditBudget: 0.5,
        waiting: { reason: "reddit-asks-to-wait", until: "2026-11-22T20:10:00.000Z" },
      },
      {
        ...crawlSummary,
        state: "failed",
        failure: { code: "subreddit-private", message: "r/aww is private.", retryable: false },
      },
    ],
  } satisfies Contract<CrawlSummary>,
  "crawl-tally": {
    schema: crawlTallySchema,
    producer: "download-worker, and article-loader for posts that are not sent",
    consumers: ["api-endpoint"],
    channel: "media bucket: crawls/<crawl id>/tally/<shard>.json",
    examples: [crawlTally],
  } satisfies Contract<CrawlTally>,
  "crawl-finished": {
    schema: crawlFinishedSchema,
    producer: "download-worker or article-loader, whichever decides the last post",
    consumers: ["api-endpoint", "subscribers of the topic"],
    channel: "SNS topic CrawlFinishedTopic, and media bucket: crawls/<crawl id>/finished.json",
    examples: [crawlFinished],
  } satisfies Contract<CrawlFinished>,
};
