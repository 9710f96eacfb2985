import { lastPosts } from "@reddit-crawler/crawl-status/announce-finish";
import { isListingOver } from "@reddit-crawler/crawl-status/listing-over";
import {
  crawlSummaryKey,
  crawlSummarySchema,
  crawlTallySchema,
  tallyShardOf,
  tallyShards,
  type CrawlSummary,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { Mutation } from "./mutation.ts";
import type { LoaderPorts } from "./stages/article-loader.ts";

/** Each breaks what tells that a crawl is over. */
export const tallyMutations: readonly Mutation[] = [
  {
    name: "one-look-is-enough",
    what: "A process that remembers what a crawl listed never looks again whether the crawl is over.",
    breaks: ["a finished crawl is announced"],
    tallies: (ports) => {
      const remembered = new Set<string>();
      const read: typeof ports.objects.read = async (key) => {
        if (remembered.has(key)) return undefined;
        const found = await ports.objects.read(key);
        if (goalsIn(found?.text)) remembered.add(key);
        return found;
      };
      return { ...ports, objects: { ...ports.objects, read } };
    },
  },
  {
    name: "left-out-for-good",
    what: "A process that once leaves out a look at a crawl leaves out all that follow.",
    breaks: ["a finished crawl is announced"],
    tallies: (ports) => {
      const { objects } = ports;
      const goals = new Map<string, readonly number[]>();
      const leftOut = new Set<string>();
      return {
        ...ports,
        objects: {
          read: async (key) => {
            if (leftOut.has(key)) return undefined;
            const found = await objects.read(key);
            const listed = goalsIn(found?.text);
            if (listed) goals.set(key, listed);
            return found;
          },
          write: async (key, text, version) => {
            const tally = z.safeParse(crawlTallySchema, JSON.parse(text));
            if (tally.success) {
              const summaryKey = crawlSummaryKey(tally.data.crawlId);
              const ids = Object.keys(tally.data.posts);
              const goal = goals.get(summaryKey)?.[tallyShardOf(ids[0] ?? "")] ?? 0;
              if (ids.length < goal - lastPosts) leftOut.add(summaryKey);
            }
            return objects.write(key, text, version);
          },
        },
      };
    },
  },
  {
    name: "failure-keeps-to-itself",
    what: "The loader saves a failure for good without what had been listed, so that nobody looks for the end.",
    breaks: ["a failed crawl is announced"],
    loader: (ports) =>
      changeFailures(ports, (summary) => {
        const { listedPerShard: _, ...forgetful } = summary;
        return forgetful;
      }),
  },
  {
    name: "failure-waits-for-nobody",
    what: "The loader has a crawl that failed for good announced before the posts are decided that it had sent.",
    breaks: ["an announced crawl is over"],
    loader: (ports) => changeFailures(ports, (summary) => ({ ...summary, listedPerShard: nobody })),
  },
  {
    name: "last-try-not-known",
    what: "The loader takes each of Lambda's tries for the first.",
    breaks: ["a failed crawl is announced"],
    loader: (ports) => changeTries(ports, () => []),
  },
  {
    name: "last-try-too-early",
    what: "The loader takes the last but one of Lambda's tries for the last.",
    breaks: ["a passing failure is for good with the last try"],
    loader: (ports) => changeTries(ports, ([id, begun]) => [[id, begun + 1]]),
  },
  {
    name: "failed-crawl-begun-again",
    what: "The loader lists a crawl again that failed for good, when its request comes once more.",
    breaks: ["a crawl stays what it was announced as", "a failed crawl is announced"],
    loader: (ports) => ({
      ...ports,
      records: {
        ...ports.records,
        saveSummary: (crawlId, next) =>
          ports.records.saveSummary(crawlId, (former) =>
            next(former?.state === "failed" ? undefined : former),
          ),
      },
    }),
  },
];

const nobody = Array.from({ length: tallyShards }, () => 0);

/** A loader that saves each failure for good as `change` makes it. */
function changeFailures(
  ports: LoaderPorts,
  change: (summary: CrawlSummary) => CrawlSummary,
): LoaderPorts {
  const { records } = ports;
  return {
    ...ports,
    records: {
      ...records,
      saveSummary: (crawlId, next) =>
        records.saveSummary(crawlId, (former) => {
          const summary = next(former);
          const isEnd = summary !== former && summary.state === "failed" && isListingOver(summary);
          return isEnd ? change(summary) : summary;
        }),
    },
  };
}

/** A loader that finds the number of each message's tries as `change` makes it. */
function changeTries(
  ports: LoaderPorts,
  change: (begun: [messageId: string, tries: number]) => [string, number][],
): LoaderPorts {
  const { records } = ports;
  return {
    ...ports,
    records: {
      ...records,
      saveSummary: (crawlId, next) =>
        records.saveSummary(crawlId, (former) => {
          if (!former?.tries) return next(former);
          const begun = Object.fromEntries(Object.entries(former.tries.begun).flatMap(change));
          return next({ ...former, tries: { ...former.tries, begun } });
        }),
    },
  };
}

/** What the text of a listed crawl's summary says of its shards; undefined for any other text. */
function goalsIn(text: string | undefined): readonly number[] | undefined {
  const summary = z.safeParse(crawlSummarySchema, JSON.parse(text ?? "null"));
  return summary.data?.state === "listed" ? summary.data.listedPerShard : undefined;
}
