import { expect, test } from "vitest";

import { runSeed } from "./run/run-seed.ts";

/** A line of a stage's log, as the story has it: its stage, and what the line says. */
const stageLine = /(api-endpoint|article-loader|download-worker)#\d+ +\| (.*)$/;

test("every line about a crawl names the trace of its request, in each of its stages", async () => {
  const { story = [] } = await runSeed(2, { hasStory: true });
  const tracesOf = new Map<string, Set<unknown>>();
  const stages = new Set<string>();
  for (const line of story) {
    const [, stage = "", text = ""] = stageLine.exec(line) ?? [];
    const crawlId = /"crawlId":"(\w+)"/.exec(text)?.[1];
    if (crawlId === undefined) continue;
    stages.add(stage);
    const trace = /"xray_trace_id":"(1-0{8}-[0-9a-f]{24})"/.exec(text)?.[1];
    tracesOf.set(crawlId, (tracesOf.get(crawlId) ?? new Set()).add(trace));
  }
  expect([...stages].toSorted()).toEqual(["api-endpoint", "article-loader", "download-worker"]);
  const traces = [...tracesOf.values()].map((ofCrawl) => [...ofCrawl]);
  expect(traces).toEqual(traces.map(() => [expect.any(String)]));
  expect(new Set(traces.flat()).size).toBe(traces.length);
});
