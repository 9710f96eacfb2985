import { recordKeyOf } from "@reddit-crawler/crawl-status/post-tally";
import {
  crawlFinishedKey,
  crawlFinishedSchema,
  crawlIndexKey,
  crawlSummaryKey,
  crawlSummarySchema,
  crawlTotalsKey,
  postRecordSchema,
  type CrawlSummary,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";

import type { memoryArchive } from "./memory-archive.ts";

const summaryExample = crawlSummarySchema.parse(contracts["crawl-summary"].examples[0]);
const recordExample = postRecordSchema.parse(contracts["post-record"].examples[0]);
const finishedExample = crawlFinishedSchema.parse(contracts["crawl-finished"].examples[0]);

/** A crawl as the stages leave it in the bucket. */
export interface StoredCrawl {
  crawlId?: string;
  /** How many posts it has listed and decided. */
  posts?: number;
  summary?: Partial<CrawlSummary>;
  record?: Partial<PostRecord>;
  /** Whether a check has kept what its posts add up to. */
  isChecked?: boolean;
  /** As what its end was announced, once it was; `unsaid` is an announcement without a state. */
  announced?: "finished" | "failed" | "unsaid";
}

/** Puts a crawl into `bucket` and gives its id. */
export function storeCrawl(
  bucket: ReturnType<typeof memoryArchive>,
  crawl: StoredCrawl = {},
): string {
  const { crawlId = summaryExample.crawlId, posts = 1, summary, record, announced } = crawl;
  for (let i = 0; i < posts; i++) {
    const id = `p${i.toString(36).padStart(4, "0")}`;
    const post = { ...recordExample.post, id };
    const stored = { ...recordExample, crawlId, ...record, post };
    bucket.put(recordKeyOf(stored), stored);
  }
  if (crawl.isChecked === true)
    bucket.put(crawlTotalsKey(crawlId), {
      ...contracts["crawl-totals"].examples[0],
      crawlId,
      posts,
      outcomes: { "partly-stored": posts },
    });
  bucket.put(crawlSummaryKey(crawlId), {
    ...summaryExample,
    crawlId,
    counts: { ...summaryExample.counts, listed: posts, queued: posts },
    ...summary,
  });
  bucket.put(crawlIndexKey(crawlId), {});
  if (announced)
    bucket.put(crawlFinishedKey(crawlId), {
      ...finishedExample,
      crawlId,
      ...(announced !== "unsaid" && { state: announced }),
    });
  return crawlId;
}
