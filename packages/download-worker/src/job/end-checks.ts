import type { CrawlCheck } from "@reddit-crawler/crawl-status/announce-end";
import type { Clock } from "@reddit-crawler/function-runtime/clock";

/** A quota: SQS delays no message for longer (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). */
const longestDelaySeconds = 900;
/** Chosen: a check for each so many open posts takes a few listing requests for a hundred puts, also of a large crawl. */
const postsPerCheck = 200;
/** Milliseconds by which a machine's clock may be set back in that time. */
const clockSlackMs = 1000;
/** Crawls that a process remembers: more than one stack crawls at a time. */
const rememberedCrawls = 100;

/** The checks that a process has on their way. */
export interface EndChecks {
  /** Whether a check of the crawl begins that is yet to come. */
  isOnItsWay(crawlId: string): boolean;
  /** In how many seconds the crawl is best checked. */
  delaySeconds(crawlId: string): number;
  /** A message that has it checked in so many seconds was sent, no earlier than `sentAtMs`. */
  sent(crawlId: string, sentAtMs: number, delaySeconds: number): void;
  /** What a check of the crawl found. */
  found(crawlId: string, check: CrawlCheck): void;
}

/** The last check of a crawl that was sent, in milliseconds since 1970, and by how much longer the next one waits. */
interface CrawlChecks {
  sentAtMs: number;
  dueAtMs: number;
  factor: number;
}

/**
 * No check is on its way when a process starts. From a decision to its check pass at least `shortestDelaySeconds`: with 20, a
 * worker that decides a post every two seconds has one message in ten more. It is so much for each listing request that a
 * check takes, else for each 200 open posts: a check costs more the larger the crawl is, and is most wanted near its end.
 */
export function createEndChecks(clock: Clock, shortestDelaySeconds: number): EndChecks {
  const crawls = new Map<string, CrawlChecks>();
  const of = (crawlId: string) => crawls.get(crawlId) ?? { sentAtMs: 0, dueAtMs: 0, factor: 1 };
  const remember = (crawlId: string, news: Partial<CrawlChecks>) => {
    const crawl = { ...of(crawlId), ...news };
    if (crawls.size >= rememberedCrawls) crawls.clear();
    crawls.set(crawlId, crawl);
  };
  return {
    isOnItsWay: (crawlId) => {
      const { sentAtMs, dueAtMs } = of(crawlId);
      const nowMs = clock.now();
      // A message from the future is none: the clock was set back, and it may have come long ago.
      return nowMs >= sentAtMs && nowMs < dueAtMs - clockSlackMs;
    },
    delaySeconds: (crawlId) =>
      Math.min(longestDelaySeconds, Math.ceil(shortestDelaySeconds * of(crawlId).factor)),
    sent: (crawlId, sentAtMs, delaySeconds) =>
      remember(crawlId, { sentAtMs, dueAtMs: sentAtMs + delaySeconds * 1000 }),
    found: (crawlId, { openPosts = Infinity, requests }) =>
      remember(crawlId, { factor: Math.max(1, Math.min(requests, openPosts / postsPerCheck)) }),
  };
}
