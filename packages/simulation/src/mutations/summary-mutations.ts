import { isListingOver } from "@reddit-crawler/crawl-status/crawl-state";
import { crawlSummarySchema, tallyShards, type CrawlSummary } from "@reddit-crawler/message-schema";
import type { LoaderWorld } from "@reddit-crawler/article-loader/world";
import * as z from "zod/mini";

import type { Mutation } from "./mutation.ts";

/** Each breaks what a crawl's summary says of a listing that failed. */
export const summaryMutations: readonly Mutation[] = [
  {
    name: "failure-keeps-to-itself",
    what: "The loader saves a failure for good without what had been listed, so that nobody looks for the end.",
    breaks: ["a failed crawl is announced"],
    loader: (world) =>
      changeFailures(world, (summary) => {
        const { listedPerShard: _, ...forgetful } = summary;
        return forgetful;
      }),
  },
  {
    name: "failure-waits-for-nobody",
    what: "The loader has a crawl that failed for good announced before the posts are decided that it had sent.",
    breaks: ["an announced crawl is over"],
    loader: (world) => changeFailures(world, (summary) => ({ ...summary, listedPerShard: nobody })),
  },
  {
    name: "last-try-not-known",
    what: "The loader takes each delivery of a request for the first.",
    breaks: ["a failed crawl is announced", "a post is recorded or sent"],
    receiveCountOf: () => 1,
  },
  {
    name: "last-try-too-early",
    what: "The loader takes the last but one of a request's attempts for the last.",
    breaks: ["a passing failure is for good with the last attempt"],
    receiveCountOf: (count) => count + 1,
  },
  {
    name: "failed-crawl-begun-again",
    what: "The loader lists a crawl again that failed for good, when its request comes once more.",
    breaks: ["a crawl stays what it was announced as", "a failed crawl is announced"],
    loader: (world) =>
      changeSummaries(world, {
        read: (summary) => (summary.state === "failed" ? undefined : summary),
      }),
  },
];

const nobody = Array.from({ length: tallyShards }, () => 0);

/** What becomes of a summary: of the one that is read, which may be taken for none, and of the one that is put in its place. */
interface SummaryChange {
  read?: (summary: CrawlSummary) => CrawlSummary | undefined;
  put?: (summary: CrawlSummary) => CrawlSummary;
}

const parse = (text: string) => z.parse(crawlSummarySchema, JSON.parse(text));

/** A loader that reads and saves its summaries as `change` makes them. */
function changeSummaries(world: LoaderWorld, change: SummaryChange): LoaderWorld {
  const { objects } = world;
  const { read = (summary) => summary, put = (summary) => summary } = change;
  /** Of summaries that are taken for none: they are replaced all the same. */
  const versions = new Map<string, string>();
  return {
    ...world,
    objects: {
      ...objects,
      read: async (key, signal) => {
        const found = await objects.read(key, signal);
        versions.delete(key);
        if (!found || !isSummaryKey(key)) return found;
        const summary = read(parse(found.text));
        if (summary) return { text: JSON.stringify(summary), version: found.version };
        versions.set(key, found.version);
        return undefined;
      },
      replace: (key, text, version) =>
        objects.replace(
          key,
          isSummaryKey(key) ? JSON.stringify(put(parse(text))) : text,
          version ?? versions.get(key),
        ),
    },
  };
}

/** A loader that saves each failure for good as `change` makes it. */
function changeFailures(
  world: LoaderWorld,
  change: (summary: CrawlSummary) => CrawlSummary,
): LoaderWorld {
  return changeSummaries(world, {
    put: (summary) =>
      summary.state === "failed" && isListingOver(summary) ? change(summary) : summary,
  });
}

/** Whether a crawl's summary is kept at `key`. */
export function isSummaryKey(key: string): boolean {
  return key.endsWith("/crawl.json");
}
