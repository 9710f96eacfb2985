import type { Log } from "@reddit-crawler/function-runtime/log";
import { mediaHosts, type MediaHosts } from "@reddit-crawler/media-hosts";
import {
  tallyShardOf,
  tallyShards,
  type CrawlRequest,
  type CrawlSummary,
  type ListingCounts,
} from "@reddit-crawler/message-schema";

import { chooseWay, type Way } from "../sources/choose-source.ts";
import type { LoaderWorld } from "../world.ts";
import { FirstLinks } from "./first-links.ts";

/** The invocation that a crawl request came with. */
export interface Invocation {
  /** Which attempt of its message this is, from 1: how often SQS has delivered it, by its approximate count. */
  attempt: number;
  timeLeftMs: () => number;
}

/** Everything that is constant for one run of a crawl request, and how far it has come. */
export interface Crawl extends Invocation {
  request: CrawlRequest;
  /** How the listing is read. */
  way: Way;
  /** Milliseconds for which it waits for a door that refuses; undefined for as long as the invocation has time. */
  patienceMs?: number;
  /** The picture hosts that are open, and that the request wants. */
  hosts: MediaHosts;
  /** Every line carries the crawl's id. */
  log: Log;
  progress: CrawlProgress;
}

/** How far a crawl has come, continuations included. */
export interface CrawlProgress {
  /** Of more than 1,000 posts only those that were listed last, the ones of this invocation always. */
  readonly listedPostIds: Set<string>;
  /** Posts of which attempts before this one have recorded that they have no pictures, or are filtered. */
  readonly recordedBefore: Set<string>;
  /** How many posts each part of the tally will have. */
  readonly listedPerShard: number[];
  readonly counts: ListingCounts;
  /** Of the posts that this invocation has listed. */
  readonly firstLinks: FirstLinks;
  /** When the newest of the posts was read, in milliseconds since 1970; 0 before the first page. */
  dataAsOfMs: number;
  /** About how much of the listing is done, 0..1, as far as this invocation knows. */
  coveredShare: number;
  /** How many requests Reddit still granted with its last answer; undefined where it did not say. */
  redditBudget: number | undefined;
  /** What people should know of how the listing was read, beside the way's own note. */
  readonly notes: string[];
  /** The last wait that was worth a write. */
  waiting: CrawlSummary["waiting"];
}

/**
 * A crawl where its request begins: at nothing, or where the invocation before it ended. The counts travel in the request
 * and are not read back from the summary, which a failed attempt of the same request may have moved on already.
 */
export function startCrawl(
  request: CrawlRequest,
  world: LoaderWorld,
  { attempt, timeLeftMs }: Invocation,
): Crawl {
  const { continuation, crawlId } = request;
  const listedPostIds = new Set(continuation?.listedPostIds);
  const listedPerShard = continuation?.listedPerShard ?? countPerShard(listedPostIds);
  const listed = listedPerShard.reduce((sum, count) => sum + count, 0);
  const none = { pages: 0, listed: 0, queued: 0, withoutPictures: 0, picturesLinked: 0 };
  return {
    request,
    attempt,
    timeLeftMs,
    way: chooseWay(request, world.config.REDDIT_SOURCE, world.sources, world.imports),
    hosts: mediaHosts(world.config.MEDIA_HOSTS, request.mediaHosts),
    log: world.log.with({ crawlId }),
    progress: {
      listedPostIds,
      recordedBefore: new Set(),
      listedPerShard: [...listedPerShard],
      counts: { ...none, ...continuation?.counts, listed },
      firstLinks: new FirstLinks(),
      dataAsOfMs: 0,
      coveredShare: 0,
      redditBudget: undefined,
      notes: [],
      waiting: undefined,
    },
  };
}

/**
 * Whether an attempt before this one may have sent or recorded what comes next: one of this message, or of one before it.
 * A listing shifts, so this stays so for the rest of the crawl.
 */
export function mayRepeat({ attempt, request }: Crawl): boolean {
  return attempt > 1 || request.attemptedBefore === true;
}

/** Posts that the crawl still wants. Adverts are listed, and do not count against its limit. */
export function postsWanted({ request, progress }: Crawl): number {
  const { listed, adverts = 0 } = progress.counts;
  return request.limit - (listed - adverts);
}

/** Counts posts as listed, those that are not yet. */
export function countListed(postIds: readonly string[], progress: CrawlProgress): void {
  const fresh = new Set(postIds.filter((postId) => !progress.listedPostIds.has(postId)));
  for (const postId of fresh) progress.listedPostIds.add(postId);
  for (const [shard, count] of countPerShard(fresh).entries())
    progress.listedPerShard[shard] = (progress.listedPerShard[shard] ?? 0) + count;
  progress.counts.listed += fresh.size;
}

/** How many entries each shard of a tally has, when exactly these posts are counted. */
function countPerShard(postIds: ReadonlySet<string>): number[] {
  const counts = Array.from({ length: tallyShards }, () => 0);
  for (const postId of postIds) {
    const shard = tallyShardOf(postId);
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  return counts;
}
