import { updateObject } from "@reddit-crawler/bucket/update-object";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import { crawlTotalsKey, crawlTotalsSchema, type KeptTotals } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { CrawlTotals } from "./crawl-totals.ts";
import type { CrawlEndWorld } from "./world.ts";

/** Attempts; chosen: of many checks at once most find totals that are better than theirs. */
const mostWrites = 8;

/**
 * Keeps what the posts of a crawl add up to, as a listing found it that began at `asOfMs`, unless what is kept counts more
 * posts, or as many later. So what is kept never shrinks, and whatever follows the last decision is the whole. What nobody
 * can read is replaced.
 * @throws {RetryableError} `bucket-unavailable`, or `object-contended`.
 */
export async function keepTotals(
  crawlId: string,
  totals: CrawlTotals,
  asOfMs: number,
  world: Pick<CrawlEndWorld, "objects" | "clock" | "random">,
): Promise<void> {
  const { posts, bytes, duplicates, latestAt } = totals;
  const kept: KeptTotals = {
    schemaVersion: 1,
    crawlId,
    asOf: new Date(asOfMs).toISOString(),
    posts,
    bytes,
    duplicates,
    outcomes: Object.fromEntries(totals.outcomes),
    links: Object.fromEntries(totals.links),
    reasons: Object.fromEntries(totals.reasons),
    ...(latestAt !== undefined && { latestAt }),
  };
  await updateObject(crawlTotalsKey(crawlId), world, mostWrites, (text) => {
    const former = text === undefined ? undefined : parseTotals(text);
    const isBehind =
      former !== undefined &&
      (former.posts > posts || (former.posts === posts && former.asOf >= kept.asOf));
    return isBehind ? { value: undefined } : { value: undefined, text: JSON.stringify(kept) };
  });
}

/** Totals as `keepTotals` kept them; undefined when `text` is none. */
export function totalsOfText(text: string): CrawlTotals | undefined {
  const kept = parseTotals(text);
  if (!kept) return undefined;
  const { posts, bytes, duplicates, outcomes, links, reasons, latestAt } = kept;
  return {
    posts,
    bytes,
    duplicates,
    outcomes: new Map(Object.entries(outcomes)),
    links: new Map(Object.entries(links)),
    reasons: new Map(Object.entries(reasons)),
    latestAt,
  };
}

function parseTotals(text: string): KeptTotals | undefined {
  return z.safeParse(crawlTotalsSchema, parseJson(text)).data;
}
