import type { CrawlTallies } from "@reddit-crawler/crawl-status/crawl-tally";
import { tallyOfRecord } from "@reddit-crawler/crawl-status/post-tally";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { MediaHosts } from "@reddit-crawler/media-hosts";
import type { CrawlRequest, PostRecord } from "@reddit-crawler/message-schema";

import type { CrawlProgress } from "./crawl-progress.ts";
import { decidePost, type PostDecision } from "./decide-post.ts";
import type { ListingPage } from "./listing-page.ts";
import { sendPosts, type SendPostsPorts } from "./send-posts.ts";

/** Where outcomes that the listing alone decides are kept. */
export interface PostRecords {
  /** Keeps the record unless the post has one in this crawl already. */
  recordPost(record: PostRecord): Promise<void>;
}

/** What settling a page needs. */
export interface SettlePagePorts extends SendPostsPorts {
  hosts: MediaHosts;
  records: PostRecords;
  tallies: CrawlTallies;
  log: Log;
}

/** Chosen: ten small puts at a time write the records of a page within a second. */
const recordsAtOnce = 10;

/**
 * Sends or records each post of a page that the crawl has not listed yet, up to its limit, and then counts them:
 * progress speaks only of posts that are safe. @throws {RetryableError} when some could be neither sent nor recorded.
 */
export async function settlePage(
  page: ListingPage,
  request: CrawlRequest,
  progress: CrawlProgress,
  ports: SettlePagePorts,
): Promise<void> {
  const { listedPostIds, counts, firstLinks } = progress;
  const fresh = new Map<string, PostDecision>();
  let unreadable = page.unreadable;
  for (const post of page.posts) {
    if (listedPostIds.size + fresh.size >= request.limit) break;
    const decision = decidePost(post, request.crawlId, ports.hosts, ports.clock.now(), {
      filter: request,
      firstLinks,
      linked: page.linked ?? new Map(),
    });
    if (!decision) unreadable += 1;
    else if (!listedPostIds.has(decision.postId) && !fresh.has(decision.postId))
      fresh.set(decision.postId, decision);
  }
  const decisions = [...fresh.values()];
  const toSend = decisions.filter((decision) => decision.kind === "send");
  const toRecord = decisions.filter((decision) => decision.kind === "record");

  // Posts that repeat others' pictures last: these are then most likely stored, and need no second download.
  await sendPosts(
    toSend.toSorted((a, b) => Number(a.repeats) - Number(b.repeats)),
    ports,
  );
  for (let from = 0; from < toRecord.length; from += recordsAtOnce)
    await Promise.all(
      toRecord
        .slice(from, from + recordsAtOnce)
        .map(({ record }) => ports.records.recordPost(record)),
    );
  if (toRecord.length > 0)
    await ports.tallies.add(
      request.crawlId,
      new Map(toRecord.map(({ postId, record }) => [postId, tallyOfRecord(record)])),
    );

  for (const postId of fresh.keys()) listedPostIds.add(postId);
  const pictures = toSend.reduce((sum, { pictures }) => sum + pictures, 0);
  counts.pages += 1;
  counts.listed = listedPostIds.size;
  counts.queued += toSend.length;
  counts.withoutPictures += toRecord.length;
  counts.picturesLinked += pictures;

  ports.log.info("page-settled", {
    onPage: page.posts.length,
    listed: fresh.size,
    queued: toSend.length,
    withoutPictures: toRecord.length,
    pictures,
    unreadable,
    redditBudget: page.budget?.remaining,
    after: page.after,
  });
  ports.log.metrics({
    PostsListed: [fresh.size, "Count"],
    PostsQueued: [toSend.length, "Count"],
    PostsWithoutPictures: [toRecord.length, "Count"],
    PostsUnreadable: [unreadable, "Count"],
    PicturesLinked: [pictures, "Count"],
    ...(page.budget && { RedditBudget: [page.budget.remaining, "Count"] as const }),
  });
}
