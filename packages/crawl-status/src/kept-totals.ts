import { isDeepStrictEqual } from "node:util";

import { updateObject } from "@reddit-crawler/bucket/update-object";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import { crawlTotalsKey, crawlTotalsSchema, type KeptTotals } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { CrawlTotals } from "./crawl-totals.ts";
import type { CrawlEndWorld } from "./world.ts";

/** Attempts; chosen: of many checks at once most find totals that are as good as theirs. */
const mostWrites = 8;
/** The share of its posts by which a crawl has to have grown; chosen: many workers' checks come at once. */
const leastGrowth = 1 / 50;

/**
 * Keeps what the posts of a crawl add up to, as a listing found it that began at `asOfMs`. It does not where the kept counts
 * more posts, the same later, or nearly as many; nearly is not enough where `isWhole`. So what is kept never shrinks, and
 * whatever follows the last decision is the whole. What nobody can read is replaced.
 * @throws {RetryableError} `bucket-unavailable`, or `object-contended`.
 */
export async function keepTotals(
  crawlId: string,
  totals: CrawlTotals,
  isWhole: boolean,
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
    const isEnough = former !== undefined && !isBetter(kept, former, isWhole);
    return isEnough ? { value: undefined } : { value: undefined, text: JSON.stringify(kept) };
  });
}

/** Whether totals are worth a write beside the `former` ones. */
function isBetter(totals: KeptTotals, former: KeptTotals, isWhole: boolean): boolean {
  if (totals.posts !== former.posts)
    return totals.posts > former.posts + (isWhole ? 0 : former.posts * leastGrowth);
  // A redriven post was counted before, as given up.
  const isSame = isDeepStrictEqual({ ...totals, asOf: undefined }, { ...former, asOf: undefined });
  return totals.asOf > former.asOf && !isSame;
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
