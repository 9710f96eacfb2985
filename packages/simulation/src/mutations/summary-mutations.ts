import { isListingOver } from "@reddit-crawler/crawl-status/crawl-state";
import { tallyShards, type CrawlSummary } from "@reddit-crawler/message-schema";

import type { Mutation } from "./mutation.ts";
import type { LoaderPorts } from "../stages/article-loader.ts";

/** Each breaks what a crawl's summary says of a listing that failed. */
export const summaryMutations: readonly Mutation[] = [
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
    breaks: ["a passing failure is for good with the last attempt"],
    loader: (ports) => changeTries(ports, ([id, begun]) => [[id, begun + 1]]),
  },
  {
    name: "failed-crawl-begun-again",
    what: "The loader lists a crawl again that failed for good, when its request comes once more.",
    breaks: ["a crawl stays what it was announced as", "a failed crawl is announced"],
    loader: (ports) =>
      changeSummaries(
        ports,
        (next) => (former) => next(former?.state === "failed" ? undefined : former),
      ),
  },
];

const nobody = Array.from({ length: tallyShards }, () => 0);

/** Makes of the summary that stands the one that is saved in its place. */
type NextSummary = Parameters<LoaderPorts["records"]["saveSummary"]>[1];

/** A loader that saves its summaries as `change` makes them. */
function changeSummaries(
  ports: LoaderPorts,
  change: (next: NextSummary) => NextSummary,
): LoaderPorts {
  const { records } = ports;
  const saveSummary: typeof records.saveSummary = (crawlId, next) =>
    records.saveSummary(crawlId, change(next));
  return { ...ports, records: { ...records, saveSummary } };
}

/** A loader that saves each failure for good as `change` makes it. */
function changeFailures(
  ports: LoaderPorts,
  change: (summary: CrawlSummary) => CrawlSummary,
): LoaderPorts {
  return changeSummaries(ports, (next) => (former) => {
    const summary = next(former);
    const isEnd = summary !== former && summary.state === "failed" && isListingOver(summary);
    return isEnd ? change(summary) : summary;
  });
}

/** A loader that finds the number of each message's tries as `change` makes it. */
function changeTries(
  ports: LoaderPorts,
  change: (begun: [messageId: string, tries: number]) => [string, number][],
): LoaderPorts {
  return changeSummaries(ports, (next) => (former) => {
    if (!former?.tries) return next(former);
    const begun = Object.fromEntries(Object.entries(former.tries.begun).flatMap(change));
    return next({ ...former, tries: { ...former.tries, begun } });
  });
}
