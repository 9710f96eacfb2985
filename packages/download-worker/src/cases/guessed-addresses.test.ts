import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { LinkCandidate } from "@reddit-crawler/message-schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { hostDown, type FakeAnswer } from "../testing/fake-hosts.ts";
import { fakeWorker, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const guess = "https://64.media.tumblr.com/5e9d/tumblr_psj5_1280.gif";
const linked = "https://64.media.tumblr.com/5e9d/tumblr_psj5_540.gif";
const gif = samplePicture("gif");
const candidates: LinkCandidate[] = [
  { url: guess, quality: "reduced", guessed: true },
  { url: linked, quality: "reduced" },
];

/** Attempts the link until it is decided; `attempts` counts them. */
async function crawl(answers: Record<string, FakeAnswer>, links = candidates, animation?: boolean) {
  const worker = fakeWorker(answers);
  const message = postMessage([
    { position: 1, foundIn: "url", candidates: links, ...(animation && { animation }) },
  ]);
  let attempts = 0;
  let end = "";
  while (end !== "decided" && attempts < 6) {
    attempts += 1;
    end = await worker.deliver({ ...message, attempt: attempts }, 1);
  }
  return { worker, attempts, end, record: worker.ofCrawl()?.links[0] };
}

describe("a guessed address that fails costs two attempts, and the linked one is stored", () => {
  test.each<[string, FakeAnswer]>([
    ["500", { status: 500 }],
    ["503", { status: 503 }],
    ["no connection", hostDown()],
    ["a picture that breaks off", new RetryableError("connection-broken", "x")],
  ])("%s, always", async (_what, answer) => {
    const { attempts, record } = await crawl({ [guess]: answer, [linked]: gif });
    expect(attempts).toBe(2);
    expect(record).toMatchObject({ outcome: "stored", url: linked, quality: "reduced" });
  });

  test("once, and it is stored itself", async () => {
    const worker = fakeWorker({ [guess]: hostDown(), [linked]: gif });
    const message = postMessage([{ position: 1, foundIn: "url", candidates }]);
    expect(await worker.deliver(message, 1)).toBe("retried");
    worker.answers[guess] = gif;
    await worker.deliver({ ...message, attempt: 2 }, 1);
    expect(worker.ofCrawl()?.links).toMatchObject([{ outcome: "stored", url: guess }]);
  });

  test("with a verdict for good, and it costs none", async () => {
    const { attempts, record } = await crawl({ [guess]: { status: 404 }, [linked]: gif });
    expect([attempts, record?.url]).toEqual([1, linked]);
  });
});

describe("a guessed address that fails when the linked file is gone", () => {
  const gone = { [guess]: { status: 500 }, [linked]: { status: 404 } };

  test("is given up where it was a mere hope", async () => {
    const { attempts, record } = await crawl(gone);
    expect(attempts).toBe(2);
    expect(record).toMatchObject({ outcome: "gone", reason: "http-404" });
  });

  test("is waited for where nothing but the upload can be at it", async () => {
    const links = candidates.map((each) => ({ ...each, quality: "original" }));
    const { attempts, end } = await crawl(gone, links);
    expect([attempts, end]).toEqual([6, "given-up"]);
  });
});

test("a linked address that fails is waited for, whatever stands behind it", async () => {
  const links = [
    { url: linked, quality: "reduced" },
    { url: guess, quality: "reduced", guessed: true },
  ];
  const { attempts, record } = await crawl({ [linked]: { status: 500 }, [guess]: gif }, links);
  expect([attempts, record?.url]).toEqual([6, guess]);
});

test("a host's cooldown is waited for: it says nothing of the address", async () => {
  const error = new ThrottledError("http-429", "x", 1);
  const [upload, copy] = ["https://i.redd.it/a.gif", "https://preview.redd.it/a.gif?s=1"];
  const worker = fakeWorker({ [upload]: error, [copy]: gif });
  const links = [
    { url: upload, quality: "original", guessed: true },
    { url: copy, quality: "reduced" },
  ];
  const message = postMessage([{ position: 1, foundIn: "url", candidates: links }]);
  expect(await worker.deliver(message, 3)).toBe("retried");
});

describe("an animation never ends as a still while something moves", () => {
  const still = samplePicture("jpg");
  const page = "https://i.imgur.com/QhVg5yl";
  const links: LinkCandidate[] = [
    { url: `${page}.jpg`, quality: "original" },
    { url: `${page}.mp4`, quality: "reduced", guessed: true },
    { url: "https://preview.redd.it/a.gif?s=1", quality: "preview" },
  ];

  test("the film is stored where a still comes first", async () => {
    const { record } = await crawl(
      { [`${page}.jpg`]: still, [`${page}.mp4`]: samplePicture("mp4") },
      links,
      true,
    );
    expect(record).toMatchObject({ contentType: "video/mp4", url: `${page}.mp4` });
    expect(record).not.toHaveProperty("reason");
  });

  test("the still is stored, and marked, when nothing moves", async () => {
    const { attempts, record } = await crawl({ [`${page}.jpg`]: still }, links, true);
    expect(attempts).toBe(1);
    expect(record).toMatchObject({
      outcome: "stored",
      url: `${page}.jpg`,
      reason: "still-of-animation",
    });
  });

  test("a still is no fault of a picture", async () => {
    const { record } = await crawl({ [`${page}.jpg`]: still }, links);
    expect(record).not.toHaveProperty("reason");
  });
});

test("whatever the candidates answer, the post is decided, and a picture that is there is stored", async () => {
  const answer = fc.constantFrom<FakeAnswer[]>(
    gif,
    samplePicture("jpg"),
    { status: 404 },
    { status: 403 },
    { status: 500 },
    { status: 200, body: Buffer.from("<html>") },
    gif.subarray(0, 900),
    samplePicture("jpg").subarray(0, 900),
  );
  const candidate = fc.record({ answer, guessed: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(candidate, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (list, animation) => {
        const urlOf = (index: number) => `https://i.redd.it/${index}.gif`;
        const links = list.map(({ guessed }, index) => ({
          url: urlOf(index),
          quality: "reduced",
          ...(guessed && { guessed }),
        }));
        const answers = Object.fromEntries(list.map((each, index) => [urlOf(index), each.answer]));
        const { record, end } = await crawl(answers, links, animation);
        const has = list.some((each) => each.answer instanceof Uint8Array);
        const mayFail = list.some(({ answer }) => "status" in answer && answer.status === 500);
        const moves = list.some((each) => each.answer === gif);
        expect({
          isStored: record?.key !== undefined,
          isDecided: end === "decided" || (mayFail && !has),
          isAsWanted: !(moves && animation) || record?.contentType === "image/gif",
        }).toEqual({ isStored: has, isDecided: true, isAsWanted: true });
      },
    ),
    { numRuns: 150 },
  );
});
