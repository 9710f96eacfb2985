import { expect, test } from "vitest";

import { createCrawlJournal } from "./summary.ts";
import { startProgress } from "./progress.ts";
import { LoaderWorld, crawlRequest } from "../testing/loader-world.ts";

test("a try that a later one has overtaken never lowers their number", async () => {
  const ports = new LoaderWorld().ports();
  const begin = () => createCrawlJournal(crawlRequest, "m0", startProgress(crawlRequest), ports);
  const isLast: boolean[] = [];
  const keepListing = async (keep: ReturnType<typeof begin>) => {
    const kept = await keep((tries) => {
      isLast.push(tries.isLast);
      return { state: "listing" };
    });
    return kept.tries?.begun;
  };
  const first = begin();
  const second = begin();
  expect(await keepListing(first)).toEqual({ m0: 1 });
  expect(await keepListing(second)).toEqual({ m0: 2 });
  expect(await keepListing(first)).toEqual({ m0: 2 });
  expect(await keepListing(begin())).toEqual({ m0: 3 });
  expect(isLast).toEqual([false, false, false, true]);
});
