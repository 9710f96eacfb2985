import { once } from "node:events";

import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { createLog } from "@reddit-crawler/function-runtime/log";
import type { MediaHost, Resolution } from "@reddit-crawler/media-hosts";
import {
  postRecordSchema,
  postTallySchema,
  type DownloadJob,
  type PictureLink,
  type PostEnvelope,
  type PostMessage,
  type PostRecord,
} from "@reddit-crawler/message-schema";

import type { Cooldown, Cooldowns } from "../hosts/cooldowns.ts";
import { createPace } from "../hosts/pace.ts";
import type { CrawlCheck } from "@reddit-crawler/crawl-status/announce-end";
import { createEndChecks } from "../job/end-checks.ts";
import { handleJob } from "../job/handle-job.ts";
import type { PostQueue } from "../job/job-message.ts";
import type { PageAnswers } from "../links/page-answers.ts";
import { createPostRecords } from "../records/post-records.ts";
import type { WorkerWorld } from "../world.ts";
import { fakeHosts, type FakeAnswer } from "./fake-hosts.ts";
import { memoryPictureStore } from "./memory-picture-store.ts";

const crawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";
export const nextCrawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DF";
const startMs = Date.parse("2026-11-22T20:00:00.000Z");

/** A post message with these links; `crawl` is the crawl that sent it. */
export function postMessage(links: PictureLink[], crawl = crawlId): PostMessage {
  return {
    schemaVersion: 1,
    crawlId: crawl,
    post: {
      id: "1abc",
      subreddit: "aww",
      title: "Two cats\u0000 in a box\r\n",
      author: "catperson",
      permalink: "https://www.reddit.com/r/aww/comments/1abc/",
    },
    links,
    leftOut: [],
  };
}

/** A link at `position`, its candidates best first. */
export function link(position: number, ...urls: string[]): PictureLink {
  const candidates = urls.map((url, index) => ({
    url,
    quality: index === 0 ? "original" : "reduced",
  }));
  return { position, foundIn: "gallery", candidates };
}

/** A link at `position` whose page has to be asked. */
export function pageLink(position: number, url: string): PictureLink {
  const candidates = [{ url, quality: "original", kind: "page" }];
  return { position, foundIn: "url", candidates };
}

/** The job that a balancer makes of `message` in its n-th attempt. */
export function downloadJob(message: PostMessage, attempt = 1, receiveCount = 1): DownloadJob {
  return {
    schemaVersion: 1,
    message: { ...message, ...(attempt > 1 && { attempt }) },
    messageId: "m-1",
    receiptHandle: "receipt-handle-1",
    receiveCount,
    receivedAt: new Date(startMs).toISOString(),
    hiddenUntil: new Date(startMs + 180_000).toISOString(),
  };
}

/**
 * A worker over memory: everything that it does outside itself is in `effects`, in order, and every line that it logs
 * in `lines`. `faults` makes the next effect of that kind fail.
 */
export function fakeWorker(
  answers: Record<string, FakeAnswer | (() => Promise<FakeAnswer>)>,
  pages: Record<string, Resolution | Error> = {},
) {
  const effects: string[] = [];
  const lines: string[] = [];
  const records = new Map<string, string>();
  const faults: Partial<
    Record<
      "latest" | "crawl" | "givenUp" | "check" | "announce" | "delete" | "hide" | "send" | "dead",
      Error
    >
  > = {};
  const asked: string[] = [];
  const recordsRead: string[] = [];
  const internet = fakeHosts(answers);
  const memory = memoryPictureStore(effects);

  const act = (kind: keyof typeof faults, effect: string) => {
    const fault = faults[kind];
    delete faults[kind];
    if (fault) throw fault;
    effects.push(effect);
  };
  const put = (key: string, text: string) => {
    // Without the counts.
    const place = key.replace(/^(crawls\/\w+\/[\w-]+\/\w+)\..*\.json$/, "$1.json");
    const isGivenUp = place.includes("/given-up/");
    act(isGivenUp ? "givenUp" : place === key ? "latest" : "crawl", `put ${place}`);
    records.set(place, text);
  };
  const read = (key: string): PostRecord | undefined => {
    const text = records.get(key);
    return text === undefined ? undefined : postRecordSchema.parse(JSON.parse(text));
  };
  // A text is its own version.
  const objects: JsonObjects = {
    list: () => Promise.reject(new Error("The worker lists nothing but for the crawl's end.")),
    listSome: () => Promise.reject(new Error("The worker looks at keys that it knows.")),
    async read(key) {
      recordsRead.push(key);
      const text = records.get(key);
      return text === undefined ? undefined : { text, version: text };
    },
    put: async (key, text) => put(key, text),
    putOnce: async (key, text) => objects.replace(key, text, undefined),
    async replace(key, text, version) {
      if (records.get(key) !== version) return false;
      put(key, text);
      return true;
    },
  };
  const checks = new Map<string, CrawlCheck>();
  const sent: PostEnvelope[] = [];
  const dead: PostEnvelope[] = [];
  const queue: PostQueue = {
    delete: async () => act("delete", "delete message"),
    changeVisibility: async (_receiptHandle, seconds) =>
      act("hide", `hide message for ${seconds} s`),
    send: async (message, seconds) => {
      if (message.checksEnd === true) return act("check", `have the end checked in ${seconds} s`);
      act("send", `send message anew in ${seconds} s`);
      sent.push(message);
    },
    sendToDeadLetters: async (message, reason) => {
      act("dead", `send to the dead-letter queue for ${reason}`);
      dead.push(message);
    },
  };
  const keptAnswers = new Map<string, Resolution>();
  const pageAnswers: PageAnswers = {
    find: async (page) => keptAnswers.get(page.href),
    keep: async (page, answer) => void keptAnswers.set(page.href, answer),
  };
  const pageHost: MediaHost = {
    name: "pages",
    answersLast: true,
    domains: ["pages.test"],
    read: () => ({ kind: "nothing", reason: "not-read" }),
    async resolve(page) {
      asked.push(page.href);
      const answer = pages[page.href];
      if (answer instanceof Error) throw answer;
      return answer ?? { kind: "gone", reason: "page-gone" };
    },
  };
  let nowMs = startMs;
  const clock: Clock = {
    now: () => nowMs,
    // Pauses between two requests pass at once; the limits of a job, which carry a signal, are never reached.
    sleep: async (ms, signal) => {
      if (!signal) return void (nowMs += ms);
      await once(signal, "abort");
      throw signal.reason;
    },
  };
  const cooldownsKept = new Map<string, Cooldown>();
  const cooldowns: Cooldowns = {
    find: async (hostname) => cooldownsKept.get(hostname),
    keep: async (hostname, cooldown) => void cooldownsKept.set(hostname, cooldown),
    end: async (hostname) => void cooldownsKept.delete(hostname),
  };
  const pace = { atOnce: 3, spacingMs: 0 };
  const world: WorkerWorld = {
    cooldowns,
    store: memory.store,
    knownPictures: memory.knownPictures,
    pageAnswers,
    records: createPostRecords(objects),
    queue,
    ends: {
      async check(crawl) {
        act("announce", `check whether ${crawl} is over`);
        return checks.get(crawl) ?? { openPosts: 0, requests: 1 };
      },
    },
    endChecks: createEndChecks(clock, 20),
    http: internet.http,
    hosts: {
      names: [],
      read: () => ({ kind: "nothing", reason: "not-read" }),
      allows: (url) => url.protocol === "https:" && !url.hostname.startsWith("evil"),
      hostOf: (url) => (url.hostname === "pages.test" ? pageHost : undefined),
    },
    clock,
    atPace: createPace({ clock, cooldowns, hosts: { hostOf: () => ({ pace }) } }),
    random: () => 0,
    log: createLog({ service: "download-worker", write: (line) => void lines.push(line) }),
    maxPictureBytes: 100_000,
    maxReceiveCount: 6,
    keys: {},
  };
  return {
    world,
    /** Handles the message in its n-th attempt, with a minute left. */
    deliver: (message: PostMessage, attempt?: number, receiveCount?: number) =>
      handleJob(downloadJob(message, attempt, receiveCount), 60_000, world),
    cooldownsKept,
    effects,
    /** What a check finds, by crawl. */
    checks,
    lines,
    records,
    sent,
    dead,
    faults,
    pagesAsked: asked,
    filesAsked: internet.asked,
    answers,
    pages,
    pictures: memory.pictures,
    picturesLookedUp: memory.found,
    recordsRead,
    uploads: memory.uploads,
    storeFaults: memory.faults,
    claimFaults: memory.claimFaults,
    passTime: (ms: number) => void (nowMs += ms),
    recordAt: read,
    /** The record beside the post's pictures. */
    latest: () => read("media/aww/1abc/post.json"),
    /** What is kept of a post that was given up. */
    givenUp: () => {
      const text = records.get(`crawls/${crawlId}/given-up/1abc.json`);
      return text === undefined ? undefined : postTallySchema.parse(JSON.parse(text));
    },
    /** The record of the post among those of `crawl`. */
    ofCrawl: (crawl = crawlId) => read(`crawls/${crawl}/posts/1abc.json`),
  };
}
