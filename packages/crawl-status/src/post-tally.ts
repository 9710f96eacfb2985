import {
  albumCover,
  givenUp,
  givenUpKey,
  postRecordKey,
  textOfCounts,
  type PostRecord,
  type PostTally,
} from "@reddit-crawler/message-schema";

/** What a decided post adds to its crawl. A post's own reason speaks for all its links. */
export function tallyOfRecord(record: PostRecord): PostTally {
  const links: Record<string, number> = {};
  const reasons: Record<string, number> = {};
  let bytes = 0;
  let duplicates = 0;
  for (const link of record.links) {
    increment(links, link.outcome);
    if (link.outcome === "stored" && link.duplicateOf !== undefined) duplicates += 1;
    if (link.key !== undefined) bytes += link.bytes ?? 0;
    const isPart = link.key === undefined || link.reason === albumCover;
    if (isPart && record.reason === undefined) increment(reasons, link.reason ?? link.outcome);
  }
  if (record.reason !== undefined) increment(reasons, record.reason);
  return {
    outcome: record.outcome,
    links,
    reasons,
    bytes,
    ...(duplicates > 0 && { duplicates }),
    decidedAt: record.decidedAt,
  };
}

/** What a post adds that its queue gives up on, for `reason`. */
export function tallyOfGivenUp(reason: string, nowMs: number): PostTally {
  const decidedAt = new Date(nowMs).toISOString();
  return { outcome: givenUp, links: {}, reasons: { [reason]: 1 }, bytes: 0, decidedAt };
}

/** Where the record of a decided post is kept among those of its crawl: the key says what it adds to the totals. */
export function recordKeyOf(record: PostRecord): string {
  return postRecordKey(record.crawlId, record.post.id, textOfCounts(tallyOfRecord(record)));
}

/** Where it is kept that the queue has given up on a post. */
export function givenUpKeyOf(crawlId: string, postId: string, tally: PostTally): string {
  return givenUpKey(crawlId, postId, textOfCounts(tally));
}

function increment(counts: Record<string, number>, code: string): void {
  counts[code] = (counts[code] ?? 0) + 1;
}
