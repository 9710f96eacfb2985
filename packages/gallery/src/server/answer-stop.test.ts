import { sampleCrawlId } from "@reddit-crawler/picture-folder/testing/sample-records";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { runningGallery, type RunningGallery } from "../testing/running-gallery.ts";

let running: RunningGallery;
beforeEach(async () => {
  running = await runningGallery();
});
afterEach(() => running.stop());

async function stop(path = `crawls/${sampleCrawlId}/stop`, headers: Record<string, string> = {}) {
  const { url } = running.gallery;
  const origin = url.slice(0, -1);
  const answer = await fetch(url + path, { method: "POST", headers: { origin, ...headers } });
  const body = await answer.text();
  const { detail }: { detail?: string } = body === "" ? {} : JSON.parse(body);
  return { status: answer.status, detail };
}

describe("the wish to stop a crawl", () => {
  test("is answered once the crawl is stopped", async () => {
    const { pipeline } = running;
    const stopped = Promise.withResolvers<"stopped">();
    pipeline.onStop = () => stopped.promise;
    let isAnswered = false;
    const answer = stop().finally(() => (isAnswered = true));
    await expect.poll(() => pipeline.stops).toEqual([sampleCrawlId]);
    expect(isAnswered).toBe(false);
    stopped.resolve("stopped");
    expect(await answer).toEqual({ status: 204, detail: undefined });
  });

  test.each([
    ["over", 409, "The crawl is over."],
    ["unknown", 404, "No crawl of this run has this id."],
  ] as const)("is refused in words where the crawl is %s", async (result, status, detail) => {
    running.pipeline.onStop = async () => result;
    expect(await stop()).toEqual({ status, detail });
  });

  test("that fails is reported in the terminal and to the page", async () => {
    const { pipeline } = running;
    const lost = new Error("The folder is gone.");
    pipeline.onStop = () => Promise.reject(lost);
    expect(await stop()).toMatchObject({
      status: 500,
      detail: expect.stringContaining("terminal says why"),
    });
    expect(pipeline.errors).toEqual([lost]);
  });

  test.each([
    ["another site", { origin: "https://evil.example" }, 403],
    ["a form of another site", { "sec-fetch-site": "cross-site" }, 403],
  ])("reaches nothing when it comes from %s", async (_, headers, status) => {
    expect((await stop(undefined, headers)).status).toBe(status);
    expect(running.pipeline.stops).toEqual([]);
  });

  test.each(["crawls/x/stop", `crawls/${sampleCrawlId}/`, `crawls/${sampleCrawlId}/stop/x`])(
    "reaches nothing at %s",
    async (path) => {
      expect((await stop(path)).status).toBe(404);
      expect(running.pipeline.stops).toEqual([]);
    },
  );

  test("is no GET", async () => {
    const answer = await fetch(`${running.gallery.url}crawls/${sampleCrawlId}/stop`);
    expect(answer.status).toBe(404);
    expect(running.pipeline.stops).toEqual([]);
  });
});
