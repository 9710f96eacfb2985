import { isListingOver } from "@reddit-crawler/crawl-status/crawl-state";
import {
  crawlFinishedSchema,
  crawlRequestSchema,
  type CrawlRequest,
  type CrawlSummary,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { QueuedMessage } from "../aws/post-queue.ts";
import { workerFaults } from "../faults.ts";
import type { World } from "../world.ts";
import type { PostRules } from "./posts.ts";
import type { ExpectedListing } from "./expected-listing.ts";
import { FairTurns } from "./fair-turns.ts";
import { ListingAttempts } from "./listing-attempts.ts";

/**
 * What a listing ends with at once: the subreddit's access errors, a post or an order that no archive knows, a crawl that was put off
 * too often, and attempts that all died.
 */
const endsAtOnce =
  /^(?:subreddit-|(?:continuations-used-up|attempts-used-up|source-cannot-list|post-not-found)$)/;

/** What crawls read. */
interface Listing {
  /** What a crawl lists whose summary has this note. */
  expected: (limit: number, note: string | undefined) => ExpectedListing;
  /** All posts that there are. */
  postIds: readonly string[];
  /** All crawl requests that are in the queue. */
  requests: () => readonly QueuedMessage[];
}

/** A crawl that the API accepted comes to an end, and says of posts only what is so. */
export class CrawlRules {
  readonly attempts: ListingAttempts;
  /** When each crawl had listed its last post, in milliseconds since 1970. */
  readonly listedAtMs = new Map<string, number>();
  readonly #turns: FairTurns;
  readonly #world: World;
  readonly #posts: PostRules;
  readonly #expected: Listing["expected"];
  readonly #postIds: readonly string[];
  readonly #limits = new Map<string, number>();
  readonly #summaries = new Map<string, CrawlSummary>();
  readonly #givenUp = new Set<string>();
  /** As what each crawl was announced: `finished` or `failed`. */
  readonly #announced = new Map<string, string>();

  constructor(world: World, posts: PostRules, { expected, postIds, requests }: Listing) {
    this.attempts = new ListingAttempts(world);
    this.#turns = new FairTurns(world, requests);
    this.#world = world;
    this.#posts = posts;
    this.#expected = expected;
    this.#postIds = postIds;
  }

  get crawlIds(): string[] {
    return [...this.#limits.keys()];
  }

  /** Crawls whose end was announced, and of which nothing is open. */
  get overIds(): string[] {
    return [...this.#announced.keys()].filter(
      (crawlId) => !this.#posts.hasDeadLetter(crawlId) && !this.#hasOpenPost(crawlId),
    );
  }

  /** A crawl request reached the topic, or it or a continuation the queue. */
  published(text: string): void {
    const { crawlId, limit, continuation } = z.parse(crawlRequestSchema, JSON.parse(text));
    this.#limits.set(crawlId, limit);
    const { after = "", listedPostIds = [] } = continuation ?? {};
    const last = listedPostIds.at(-1);
    // Within a page the posts are listed as they are settled: one that links another post comes later.
    const places = listedPostIds.map((postId) => this.#postIds.indexOf(postId));
    const isBehind = Math.max(...places) <= this.#postIds.indexOf(after.slice("t3_".length));
    if (last !== undefined && after !== `t3_${last}` && !isBehind)
      this.#world.violate(
        "a continuation goes on behind its posts",
        `${crawlId} goes on behind ${after}, and has listed ${last}`,
      );
    this.#requireListed(crawlId, listedPostIds);
  }

  /** Where the crawl goes on was put. */
  placeKept({ crawlId, continuation }: CrawlRequest): void {
    this.#requireListed(crawlId, continuation?.listedPostIds);
  }

  #requireListed(crawlId: string, postIds: readonly string[] = []): void {
    for (const postId of postIds)
      if (!this.#posts.isAccountedFor(crawlId, postId))
        this.#world.violate(
          "a continuation comes after its posts",
          `${crawlId}/${postId} is called listed and is nowhere`,
        );
  }

  /** The API answered its caller that the crawl was started. */
  accepted(crawlId: string): void {
    if (!this.#limits.has(crawlId))
      this.#world.violate("an accepted crawl is published", `${crawlId} was answered with 201`);
  }

  /** The request ended in a dead-letter or failure queue. */
  givenUp(text: string): void {
    this.#givenUp.add(z.parse(crawlRequestSchema, JSON.parse(text)).crawlId);
  }

  /** The crawl's summary was put. */
  summarized(summary: CrawlSummary): void {
    const { crawlId, counts, state } = summary;
    this.#summaries.set(crawlId, summary);
    this.#turns.summarized(summary);
    if (counts.listed > this.#posts.countOf(crawlId))
      this.#world.violate(
        "a summary counts safe posts only",
        `${crawlId} counts ${counts.listed} of ${this.#posts.countOf(crawlId)} posts`,
      );
    if (state === "listed") {
      this.#requireEveryPost(crawlId);
      const atMs = this.listedAtMs.get(crawlId) ?? this.#world.timeline.nowMs;
      this.listedAtMs.set(crawlId, atMs);
    }
    if (state === "failed" && isListingOver(summary)) this.#requireLastAttempt(summary);
    const announced = this.#announced.get(crawlId);
    if (announced !== undefined && announced !== (state === "listed" ? "finished" : state))
      this.#world.violate(
        "a crawl stays what it was announced as",
        `${crawlId} is ${state} and was announced as ${announced}`,
      );
  }

  /** A crawl's end was published. */
  announced(text: string): void {
    const message = z.parse(crawlFinishedSchema, JSON.parse(text));
    const { crawlId, posts, postsGivenUp, state = "finished" } = message;
    const former = this.#announced.get(crawlId) ?? state;
    if (former !== state)
      this.#world.violate(
        "a crawl stays what it was announced as",
        `${crawlId} is announced as ${state} and was as ${former}`,
      );
    this.#announced.set(crawlId, state);
    // A loader that died, lost an answer or met another one may have sent posts that it could not count.
    const isCounted =
      !this.#world.faults.happened(...workerFaults, "sqs entry refused") &&
      !this.attempts.haveMet(crawlId);
    const sent = this.#posts.countOf(crawlId);
    if (state === "failed" && isCounted && posts < sent)
      this.#world.violate(
        "an announced crawl is over",
        `${crawlId} is announced with ${posts} of the ${sent} posts that it has sent or recorded`,
      );
    const decided = this.#decidedOf(crawlId);
    if (posts - postsGivenUp > decided)
      this.#world.violate(
        "an announced crawl is over",
        `${crawlId} is announced with ${posts} posts, of which ${decided} are decided`,
      );
  }

  /** Every crawl has ended: listed, failed, or given up in a failure queue. */
  requireEnds(): void {
    for (const crawlId of this.#limits.keys()) {
      const isGivenUp = this.#givenUp.has(crawlId);
      const state = this.#summaries.get(crawlId)?.state;
      if (this.attempts.haveFailed(crawlId) || (state === "failed" && !isGivenUp))
        this.#requireFailure(crawlId);
      if (isGivenUp) continue;
      if (state === "listed") {
        this.#requireEveryPost(crawlId);
        this.#requireAnnouncement(crawlId);
      } else if (state !== "failed")
        this.#world.violate("every crawl ends", `${crawlId} is left as ${state ?? "nothing"}`);
    }
  }

  /** Unless a message is in the dead-letter queue, of a decided post perhaps: its crawl's end waits for a person. */
  #requireAnnouncement(crawlId: string): void {
    if (this.#posts.hasDeadLetter(crawlId) || this.#hasOpenPost(crawlId)) return;
    if (!this.#announced.has(crawlId))
      this.#world.violate(
        "a finished crawl is announced",
        `${crawlId} ended and nothing was published`,
      );
  }

  /** Unless a post is open. */
  #requireFailure(crawlId: string): void {
    if (this.#announced.has(crawlId) || this.#posts.hasDeadLetter(crawlId)) return;
    if (this.#hasOpenPost(crawlId)) return;
    this.#world.violate(
      "a failed crawl is announced",
      `${crawlId} failed and nothing was published`,
    );
  }

  #requireLastAttempt({ crawlId, failure }: CrawlSummary): void {
    const code = failure?.code ?? "";
    if (!endsAtOnce.test(code) && !this.attempts.isLastBegun(crawlId))
      this.#world.violate(
        "a passing failure is for good with the last attempt",
        `${crawlId} has failed for good by ${code}, and its message has attempts left`,
      );
  }

  #hasOpenPost(crawlId: string): boolean {
    return this.#posts.undecided.some((key) => key.startsWith(crawlId));
  }

  #decidedOf(crawlId: string): number {
    return this.#postIds.filter((postId) => this.#posts.isDecided(crawlId, postId)).length;
  }

  #requireEveryPost(crawlId: string): void {
    const { note } = this.#summaries.get(crawlId) ?? {};
    const { postIds, count } = this.#expected(this.#limits.get(crawlId) ?? 0, note);
    const isSafe = (postId: string) => this.#posts.isAccountedFor(crawlId, postId);
    const lost = postIds.find((postId) => !isSafe(postId));
    if (lost !== undefined)
      this.#world.violate("no post is lost", `${crawlId}/${lost} was listed and is nowhere`);
    const safe = this.#postIds.filter(isSafe).length;
    if (safe < count)
      this.#world.violate("no post is lost", `${crawlId} has ${safe} of ${count} posts`);
  }
}
