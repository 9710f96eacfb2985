import type { TakenOut } from "@reddit-crawler/local-stack/emulator/taken-messages";
import type { RunningStack } from "@reddit-crawler/local-stack/start-stack";
import { crawlSummaryKey, crawlSummarySchema, tallyShards } from "@reddit-crawler/message-schema";
import type { CrawlSummary } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

/** Crawls that a person has stopped, for as long as the pipeline runs. */
export interface StoppedCrawls {
  /**
   * From now on nothing of the crawl is begun: its messages are out of the queues, also those that a loader or worker
   * which is at work still sends. Attempts that have begun come to their end.
   */
  stop: (crawlId: string) => void;
  /**
   * How many attempts of the crawl's posts are under way, each with its record once it no longer counts; none after ten
   * seconds, since nobody waits longer for a slow host. Undefined of a crawl that is not stopped.
   */
  attemptsLeft: (crawlId: string) => number | undefined;
  /** The messages of a stopped crawl's posts; undefined of a crawl that is not stopped. */
  texts: (crawlId: string) => string[] | undefined;
  /**
   * Lets a loader that still lists a stopped crawl, or waits to, end with its next page: its summary in the bucket says
   * that the crawl failed. What is to be kept of the crawl has to be kept before.
   */
  endListing: (crawlId: string) => Promise<void>;
}

/** Milliseconds. Chosen: almost every attempt is over by then, and the next run makes those anew that are not. */
const longestAttemptMs = 10_000;

/** No crawl is stopped yet. `queues` names the URLs of those that hold posts and of those that hold crawl requests. */
export function stoppedCrawls(
  { takeOut }: Pick<RunningStack, "takeOut">,
  bucket: {
    get(key: string): Promise<Uint8Array | undefined>;
    put(key: string, body: string): Promise<void>;
  },
  queues: { posts: readonly string[]; crawls: readonly string[] },
  now: () => number = () => performance.now(),
): StoppedCrawls {
  const stopped = new Map<string, { posts: TakenOut; atMs: number }>();
  return {
    stop: (crawlId) => {
      if (stopped.has(crawlId)) return;
      const text = `"${crawlId}"`;
      takeOut(queues.crawls, text);
      stopped.set(crawlId, { posts: takeOut(queues.posts, text), atMs: now() });
    },
    attemptsLeft: (crawlId) => {
      const crawl = stopped.get(crawlId);
      if (!crawl) return undefined;
      return now() - crawl.atMs > longestAttemptMs ? 0 : crawl.posts.inFlight();
    },
    texts: (crawlId) => stopped.get(crawlId)?.posts.bodies(),
    endListing: async (crawlId) => {
      const key = crawlSummaryKey(crawlId);
      const bytes = await bucket.get(key);
      if (!bytes) return;
      const summary = z.parse(crawlSummarySchema, JSON.parse(Buffer.from(bytes).toString("utf8")));
      await bucket.put(key, JSON.stringify(stoppedSummary(summary)));
    },
  };
}

/** A summary that no loader changes any more, and that says over HTTP what became of the crawl. */
function stoppedSummary({ tries, ...summary }: CrawlSummary): CrawlSummary {
  const none = Array.from({ length: tallyShards }, () => 0);
  return {
    ...summary,
    state: "failed",
    listedPerShard: summary.listedPerShard ?? tries?.listedPerShard ?? none,
    failure: {
      code: "stopped",
      message: "The crawl was stopped by hand. Order it again to go on.",
    },
    updatedAt: new Date().toISOString(),
  };
}
