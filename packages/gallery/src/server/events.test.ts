import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { runningGallery, type RunningGallery } from "../testing/running-gallery.ts";
import {
  sampleCrawlId,
  sampleRecord,
  sampleSummary,
} from "@reddit-crawler/picture-folder/testing/sample-records";

let running: RunningGallery;
let folder: RunningGallery["folder"];
let gallery: RunningGallery["gallery"];

beforeEach(async () => {
  running = await runningGallery();
  ({ folder, gallery } = running);
});
afterEach(() => running.stop());

describe("events", () => {
  async function* eventsOf(signal: AbortSignal): AsyncGenerator<{ type: string }> {
    const { body } = await fetch(new URL("events", gallery.url), { signal });
    let text = "";
    for await (const part of body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (data) yield JSON.parse(data);
      }
    }
  }

  test("begin with all that is known, and go on with what happens", async () => {
    const stop = new AbortController();
    const events = eventsOf(stop.signal);
    const next = async () => (await events.next()).value;
    expect(await next()).toMatchObject({
      type: "snapshot",
      crawls: [{ crawlId: sampleCrawlId, pictures: 1 }],
      posts: [{ id: "1a", pictures: [{ path: "aww/1a/01.jpg", width: 400, height: 500 }] }],
      queues: { waiting: 0 },
    });

    const record = sampleRecord("1b");
    await folder.addPictures([record]);
    const progress = { crawlId: sampleCrawlId, summary: sampleSummary() };
    gallery.show({ kind: "crawl", ...progress, records: [sampleRecord("1a"), record] });
    expect(await next()).toMatchObject({ type: "posts", posts: [{ id: "1b" }] });
    expect(await next()).toMatchObject({
      type: "crawl",
      crawl: { state: "downloading", decided: 2 },
    });

    const queues = { waiting: 5, inFlight: 2, deadLettered: 1 };
    gallery.show({ kind: "queues", queues });
    gallery.show({ kind: "queues", queues });
    gallery.show({ kind: "over", crawlId: sampleCrawlId, state: "given-up" });
    expect(await next()).toEqual({ type: "queues", queues });
    expect(await next(), "the same depths are sent once").toMatchObject({
      type: "crawl",
      crawl: { state: "given-up" },
    });
    stop.abort();
  });

  test("end when the gallery stops", async () => {
    const events = eventsOf(new AbortController().signal);
    await events.next();
    await gallery.stop();
    await expect(events.next()).resolves.toEqual({ done: true, value: undefined });
  });
});
