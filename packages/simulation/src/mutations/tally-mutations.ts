import { lastPosts } from "@reddit-crawler/crawl-status/announce-finish";
import {
  crawlSummaryKey,
  crawlSummarySchema,
  crawlTallySchema,
  tallyShardOf,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { Mutation } from "./mutation.ts";

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
          ...objects,
          read: async (key) => {
            if (leftOut.has(key)) return undefined;
            const found = await objects.read(key);
            const listed = goalsIn(found?.text);
            if (listed) goals.set(key, listed);
            return found;
          },
          replace: async (key, text, version) => {
            const tally = z.safeParse(crawlTallySchema, JSON.parse(text));
            if (tally.success) {
              const summaryKey = crawlSummaryKey(tally.data.crawlId);
              const ids = Object.keys(tally.data.posts);
              const goal = goals.get(summaryKey)?.[tallyShardOf(ids[0] ?? "")] ?? 0;
              if (ids.length < goal - lastPosts) leftOut.add(summaryKey);
            }
            return objects.replace(key, text, version);
          },
        },
      };
    },
  },
];

/** What the text of a listed crawl's summary says of its shards; undefined for any other text. */
function goalsIn(text: string | undefined): readonly number[] | undefined {
  const summary = z.safeParse(crawlSummarySchema, JSON.parse(text ?? "null"));
  return summary.data?.state === "listed" ? summary.data.listedPerShard : undefined;
}
