import { PassThrough } from "node:stream";

import { expect, test } from "vitest";

import { commandOutput, type OutputFlags } from "../terminal/command-output.ts";
import { crawlId } from "../testing/seen-crawl.ts";
import type { EndedCrawl } from "./order-and-follow.ts";
import { reportEnds } from "./report-ends.ts";

/** What is said at the end of one crawl of which the loader said nothing. */
function saidWith(flags: OutputFlags, asList = false) {
  const [out, errors] = [stream(), stream()];
  const depths = { waiting: 0, inFlight: 0, deadLettered: 0 };
  const progress = { summary: undefined, records: [], givenUp: [], ...depths };
  const crawl: EndedCrawl = {
    crawlId,
    order: { subreddit: "aww", sort_method: "new", time_filter: "day", limit: 5 },
    end: { kind: "failed", progress, message: "ArticleLoaderFunction gave up: no handler" },
    status: undefined,
  };
  const spent = { startingMs: 1, listingMs: 1, downloadingMs: 1, waitingForRedditMs: 0 };
  reportEnds(
    {
      ended: [crawl],
      spent: [spent],
      elapsedMs: 3,
      folder: "/pictures",
      asList,
      index: "/pictures/index.html",
      withoutCopy: 0,
      pathOf: () => undefined,
      missing: 0,
    },
    { wait: () => undefined, endWords: () => "" },
    commandOutput(flags, out, errors),
  );
  return { out: out.text(), errors: errors.text() };
}

function stream() {
  const written = new PassThrough({ encoding: "utf8" });
  return Object.assign(written, { text: () => String(written.read() ?? "") });
}

test("scripts get a document also of a crawl of which the loader said nothing, alone or in a list", () => {
  const failed = {
    crawl_id: crawlId,
    state: "failed",
    address: "r/aww",
    failure: { code: "not-listed", message: "ArticleLoaderFunction gave up: no handler" },
    folder: "/pictures",
  };
  expect(JSON.parse(saidWith({ json: true }).out)).toMatchObject(failed);
  expect(JSON.parse(saidWith({ json: true }, true).out)).toMatchObject([failed]);
});

test("people read that nothing came of it, and why", () => {
  const { out, errors } = saidWith({});
  expect(out).toContain("0 posts of r/aww");
  expect(errors).toContain("The crawl of r/aww failed. ArticleLoaderFunction gave up: no handler");
});
