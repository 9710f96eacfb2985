import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { FakeAnswer } from "../testing/fake-hosts.ts";
import { fakeWorker, link, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const url = "https://i.redd.it/noeoi.jpg";
const copy = "https://preview.redd.it/noeoi.jpg?s=1";
const whole = samplePicture("jpg");

async function crawl(answers: Record<string, FakeAnswer>, receiveCount = 1) {
  const worker = fakeWorker(answers);
  const end = await worker.deliver(postMessage([link(1, url, copy)]), receiveCount);
  return { end, record: worker.ofCrawl()?.links[0], pictures: worker.pictures };
}

describe("a picture that its host has no better is kept as it is, and marked", () => {
  test.each([
    ["a JPEG without its last two bytes", whole.subarray(0, -2)],
    ["a JPEG without its last 400 bytes", whole.subarray(0, -400)],
    ["a PNG without IEND", samplePicture("png").subarray(0, -12)],
    ["a WebP shorter than it says", samplePicture("webp").subarray(0, -10)],
    ["a bitmap shorter than it says", samplePicture("bmp").subarray(0, -10)],
  ])("%s", async (_what, body) => {
    const { end, record } = await crawl({ [url]: body });
    expect(end).toBe("decided");
    expect(record).toMatchObject({
      outcome: "stored",
      url,
      reason: "cut-off",
      bytes: body.length,
    });
  });

  test("only after every other candidate", async () => {
    const { record } = await crawl({ [url]: whole.subarray(0, -2), [copy]: whole });
    expect(record).toMatchObject({ outcome: "stored", url: copy });
    expect(record).not.toHaveProperty("reason");
  });

  test("the first of several", async () => {
    const { record } = await crawl({ [url]: whole.subarray(0, -2), [copy]: whole.subarray(0, -9) });
    expect(record).toMatchObject({ url, reason: "cut-off" });
  });

  test("but not while another candidate may still come, except in the last attempt", async () => {
    const answers = { [url]: whole.subarray(0, -2), [copy]: { status: 500 } };
    expect((await crawl(answers)).end).toBe("retried");
    expect((await crawl(answers, 6)).record).toMatchObject({ outcome: "stored", url });
  });

  test("a GIF without its last byte is not even marked: many programs write it so", async () => {
    const { record } = await crawl({ [url]: samplePicture("gif").subarray(0, -1) });
    expect(record).toMatchObject({ outcome: "stored" });
    expect(record).not.toHaveProperty("reason");
  });
});

test.each(["mp4", "avif", "heic"])(
  "a cut %s is no picture: nothing shows a part of it",
  async (extension) => {
    const { record, pictures } = await crawl({ [url]: samplePicture(extension).subarray(0, -9) });
    expect(record).toMatchObject({ outcome: "not-a-picture", reason: "cut-off" });
    expect(pictures.size).toBe(0);
  },
);

describe("what breaks off without a declared length", () => {
  const cut = { status: 200, headers: { "content-length": "" }, body: whole.subarray(0, -400) };

  test("may come whole another time", async () => {
    expect((await crawl({ [url]: cut })).end).toBe("retried");
  });

  test("is not kept in the last attempt either: nobody knows that the host has no more", async () => {
    expect((await crawl({ [url]: cut }, 6)).end).toBe("given-up");
  });

  describe("in chunks that end as they should", () => {
    const headers = { "content-length": "", "transfer-encoding": "chunked" };
    const inChunks = (body: Uint8Array) => ({ status: 200, headers, body });

    test("may come whole another time, too", async () => {
      expect((await crawl({ [url]: inChunks(cut.body) })).end).toBe("retried");
    });

    test("is the file's own fault when it comes so once more", async () => {
      const { end, record } = await crawl({ [url]: inChunks(cut.body) }, 2);
      expect(end).toBe("decided");
      expect(record).toMatchObject({ outcome: "stored", url, reason: "cut-off" });
      const gif = await crawl({ [url]: inChunks(samplePicture("gif").subarray(0, -1)) }, 2);
      expect(gif.record).toMatchObject({ outcome: "stored" });
      expect(gif.record).not.toHaveProperty("reason");
    });

    test("gives way to a whole copy", async () => {
      const { record } = await crawl({ [url]: inChunks(cut.body), [copy]: whole }, 2);
      expect(record).toMatchObject({ outcome: "stored", url: copy });
    });

    test.each(["mp4", "avif"])(
      "of a cut %s, of which nothing is shown, is waited for",
      async (end) => {
        const part = samplePicture(end).subarray(0, -9);
        expect((await crawl({ [url]: inChunks(part) }, 2)).end).toBe("retried");
      },
    );
  });
});

test.each(["0a", "efbbbf", "0d0a"])(
  "a picture behind the bytes %s is none: no browser shows it, and nobody stores what it is not",
  async (bytes) => {
    const { record } = await crawl({ [url]: Buffer.concat([Buffer.from(bytes, "hex"), whole]) });
    expect(record).toMatchObject({ outcome: "not-a-picture", reason: "unknown-type" });
  },
);

test("a faulty file never wins over a whole one, nor over nothing, wherever it stands", async () => {
  const kinds = {
    whole,
    cut: whole.subarray(0, -2),
    gone: { status: 404 },
    refused: { status: 403 },
  };
  const kind = fc.constantFrom<keyof typeof kinds>("whole", "cut", "gone", "refused");
  await fc.assert(
    fc.asyncProperty(fc.array(kind, { minLength: 1, maxLength: 5 }), async (order) => {
      const urlOf = (index: number) => `https://i.redd.it/${index}.jpg`;
      const worker = fakeWorker(
        Object.fromEntries(order.map((each, n) => [urlOf(n), kinds[each]])),
      );
      const message = postMessage([link(1, ...order.map((_, n) => urlOf(n)))]);
      expect(await worker.deliver(message)).toBe("decided");
      const best = [order.indexOf("whole"), order.indexOf("cut")].find((index) => index >= 0);
      const record = worker.ofCrawl()?.links[0];
      expect(record?.key !== undefined).toBe(best !== undefined);
      if (best === undefined) return;
      expect(record?.url).toBe(urlOf(best));
      expect(record?.reason).toBe(order[best] === "cut" ? "cut-off" : undefined);
    }),
  );
});
