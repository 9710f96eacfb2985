import type { CrawlFinished } from "../messages/crawl-finished.ts";
import type { CrawlRequest } from "../messages/crawl-request.ts";
import type { CrawlSummary } from "../records/crawl-summary.ts";
import type { CrawlTally } from "../records/crawl-tally.ts";
import type { KeptTotals } from "../records/crawl-totals.ts";
import type { DownloadJob } from "../messages/download-job.ts";
import type { PostMessage } from "../messages/post-message.ts";
import type { PostRecord } from "../records/post-record.ts";

const crawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";

/** A crawl that someone ordered. */
export const crawlRequest: CrawlRequest = {
  schemaVersion: 1,
  crawlId,
  subreddit: "aww",
  sortMethod: "top",
  timeFilter: "day",
  limit: 100,
  requestedAt: "2026-11-22T20:00:00.000Z",
};

/** A post with a gallery of which one item failed. */
export const postMessage: PostMessage = {
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
    source: "oauth",
  },
  links: [
    {
      position: 1,
      foundIn: "gallery",
      candidates: [
        { url: "https://i.redd.it/firstcat.jpg", quality: "original", guessed: true },
        { url: "https://preview.redd.it/firstcat.jpg?width=640&s=0a1b", quality: "reduced" },
      ],
    },
  ],
  leftOut: [{ position: 2, foundIn: "gallery", reason: "gallery-item-failed" }],
};

/** The work on that post. */
export const downloadJob: DownloadJob = {
  schemaVersion: 1,
  message: { ...postMessage },
  messageId: "5fea7756-0ea4-451a-a703-a558b933e274",
  receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
  receiveCount: 1,
  receivedAt: "2026-11-22T20:00:05.000Z",
  hiddenUntil: "2026-11-22T20:03:05.000Z",
};

/** What became of that post. */
export const postRecord: PostRecord = {
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
      url: "https://external-preview.redd.it/thirdcat.png?s=0a1b",
      quality: "preview",
      insteadOf: "http-429",
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

/** The listing of that crawl, at its end. */
export const crawlSummary: CrawlSummary = {
  ...crawlRequest,
  state: "listed",
  source: "oauth",
  updatedAt: "2026-11-22T20:00:03.000Z",
  counts: { pages: 1, listed: 100, queued: 83, withoutPictures: 17, picturesLinked: 131 },
};

/** Two posts of that crawl, one decided and one given up. */
export const crawlTally: CrawlTally = {
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

/** A crawl of many posts, half an hour after it began. */
export const crawlTotals: KeptTotals = {
  schemaVersion: 1,
  crawlId,
  asOf: "2026-11-22T20:30:00.000Z",
  posts: 2400,
  bytes: 812_345_678,
  duplicates: 12,
  outcomes: { stored: 1800, "no-pictures": 599, "given-up": 1 },
  links: { stored: 2300, gone: 7 },
  reasons: { "text-only": 599, "http-404": 7, "http-503": 1 },
  latestAt: "2026-11-22T20:29:59.000Z",
};

/** The end of that crawl. */
export const crawlFinished: CrawlFinished = {
  ...crawlRequest,
  finishedAt: "2026-11-22T20:16:00.000Z",
  posts: 100,
  postsGivenUp: 1,
  picturesStored: 120,
  picturesAlreadyStored: 9,
  bytes: 234_567_890,
  reasons: { "text-only": 15, "http-404": 2 },
};
