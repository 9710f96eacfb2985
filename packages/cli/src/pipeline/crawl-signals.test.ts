import { expect, test } from "vitest";

import { crawlSignals } from "./crawl-signals.ts";

const line = (fields: object) => ({
  function: "ArticleLoaderFunction",
  line: JSON.stringify(fields),
});

test("counts a wait down, with its reason in words, until it is over", () => {
  let at = 0;
  const waits: number[] = [];
  const signals = crawlSignals({ onWait: (ms) => waits.push(ms) }, () => at);
  signals.onLog(line({ event: "waiting", reason: "reddit-asks-to-wait", seconds: 37 }));
  expect(signals.wait()).toEqual({ reason: "Reddit asks to wait", seconds: 37 });
  at = 30_500;
  expect(signals.wait()).toEqual({ reason: "Reddit asks to wait", seconds: 7 });
  at = 37_000;
  expect(signals.wait()).toBeUndefined();
  expect(waits).toEqual([37_000]);
});

test("counts the tries that did not reach Reddit, also behind waits of another kind, until a page comes", () => {
  const signals = crawlSignals({}, () => 0);
  const away = "connection-refused";
  const spacing = { reason: "request-spacing", until: new Date(57_000).toISOString() };
  const wait = () => signals.wait({ waiting: spacing });
  expect(wait()).toEqual({ reason: "Requests to Reddit are kept apart", seconds: 57 });
  signals.onLog(line({ event: "listing-failed", error: { code: away } }));
  expect(wait()).toEqual({ reason: "Reddit cannot be reached, attempt 2 of up to 9", seconds: 57 });
  signals.onLog(line({ event: "waiting", reason: "backoff", seconds: 2, code: away }));
  expect(wait()).toEqual({ reason: "Reddit cannot be reached, attempt 3 of up to 9", seconds: 2 });
  const detail = "GET arctic-shift.photon-reddit.com: getaddrinfo ENOTFOUND";
  signals.onLog(line({ event: "waiting", reason: "backoff", seconds: 2, code: away, detail }));
  expect(wait()?.reason).toMatch(/^The archive arctic-shift.* cannot be reached, attempt 4 of/);
  signals.onLog(line({ event: "page-settled", listed: 100 }));
  expect(wait()?.reason).not.toContain("cannot be reached");
});

test("counts no try that Reddit answered", () => {
  const signals = crawlSignals({}, () => 0);
  signals.onLog(line({ event: "waiting", reason: "backoff", seconds: 2, code: "reddit-down" }));
  const reason = "Reddit could not answer, trying again";
  expect(signals.wait()).toEqual({ reason, seconds: 2 });
});

test("keeps the distance between requests, which is always there, to itself", () => {
  const signals = crawlSignals();
  signals.onLog(line({ event: "waiting", reason: "request-spacing", seconds: 2 }));
  expect(signals.wait()).toBeUndefined();
});

test("tells when the listing is over, and not before", () => {
  let listings = 0;
  const signals = crawlSignals({ onListed: () => (listings += 1) });
  signals.onLog(line({ event: "page-settled", listed: 100 }));
  expect(listings).toBe(0);
  signals.onLog(line({ event: "listed" }));
  expect(listings).toBe(1);
});

test("knows Reddit's budget from the latest page", () => {
  const signals = crawlSignals();
  expect(signals.redditBudget()).toBeUndefined();
  signals.onLog(line({ event: "page-settled", redditBudget: 994 }));
  signals.onLog({ function: "BalancerFunction", line: "no JSON" });
  expect(signals.redditBudget()).toBe(994);
});

test("tells of each attempt that stored pictures", () => {
  let stored = 0;
  const { onLog } = crawlSignals({ onStored: () => (stored += 1) });
  for (const PicturesStored of [3, 0, 12])
    onLog({ function: "DownloadWorkerFunction", line: JSON.stringify({ PicturesStored }) });
  expect(stored).toBe(2);
});
