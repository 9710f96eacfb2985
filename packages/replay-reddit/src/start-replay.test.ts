import { createConnection } from "node:net";
import { networkInterfaces } from "node:os";

import sharp from "sharp";
import { expect, test } from "vitest";

import { demoListing } from "./listing/demo-listing.ts";
import { played } from "./testing/played.ts";

test("starts in less than one and a half seconds and says how to reach it", async () => {
  const before = performance.now();
  const { replay } = await played();
  expect(performance.now() - before).toBeLessThan(1500);
  expect(replay.environment()).toEqual({
    HTTPS_PROXY: replay.proxyUrl,
    HTTP_PROXY: replay.proxyUrl,
    NO_PROXY: "127.0.0.1,localhost",
    NODE_EXTRA_CA_CERTS: replay.caFile,
  });
});

test("listens on loopback alone", async () => {
  const { replay } = await played();
  const { port } = new URL(replay.proxyUrl);
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of outside) {
    const connection = createConnection(Number(port), address);
    const outcome = await new Promise((resolve) => {
      connection
        .once("connect", () => resolve("connected"))
        .once("error", () => resolve("refused"));
    });
    connection.destroy();
    expect(outcome).toBe("refused");
  }
  expect(replay.proxyUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("refuses hosts that it does not play, and counts them", async () => {
  const { replay, client } = await played();
  const answer = await client.get("https://evil.example:8443/steal?q=1");
  expect(answer.status).toBe(502);
  expect(answer.body.toString()).toContain("does not play evil.example");
  expect(replay.requests()).toMatchObject([
    { host: "evil.example", path: "/steal?q=1", method: "GET", status: 502, unexpected: true },
  ]);
});

test("answers plain http through the proxy as well", async () => {
  const { replay, client } = await played();
  const answer = await client.get("http://i.imgur.com/removed.png");
  expect(answer).toMatchObject({ status: 200, headers: { "content-type": "image/png" } });
  expect(answer.body).toHaveLength(503);
  expect(replay.requests()).toMatchObject([{ host: "i.imgur.com", unexpected: false }]);
});

test("logs every request with its time by the replay's clock", async () => {
  const { replay, client } = await played({ now: () => 1_700_000_000_000 });
  await client.token();
  expect(replay.requests()).toMatchObject([
    {
      at: 1_700_000_000_000,
      host: "www.reddit.com",
      path: "/api/v1/access_token",
      method: "POST",
      status: 200,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    },
  ]);
});

test("promises each post of the first two pages pictures or a reason", async () => {
  const { replay } = await played();
  const posts = await replay.expected(200, { hosts: ["redgifs", "giphy", "tenor"] });
  expect(posts).toHaveLength(200);
  for (const { pictures, reason = "" } of posts)
    expect([pictures.length > 0, reason !== ""]).toContain(true);
  const bytes = posts.flatMap(({ pictures }) => pictures.map((picture) => picture.bytes));
  expect(Math.max(...bytes)).toBeLessThan(300_000);
});

const linked = demoListing().flatMap(({ pictures }) => pictures);
const urlOf = (shape: string, end: string) =>
  linked.find((picture) => picture.shape === shape && picture.url.endsWith(end))?.url ?? "";

test.each([".jpg", ".jpeg", ".png", ".webp"])(
  "serves a %s that decodes as what it is said to be",
  async (end) => {
    const { client } = await played();
    const { headers, body } = await client.get(urlOf("single", end));
    const { format, pages = 1 } = await sharp(body).metadata();
    expect(headers["content-type"]).toBe(`image/${format}`);
    expect(pages).toBe(1);
    expect((await sharp(body).stats()).entropy).toBeGreaterThan(1);
  },
);

test("serves animations whose frames differ", async () => {
  const { client } = await played();
  const { body } = await client.get(urlOf("single", ".gif"));
  expect((await sharp(body).metadata()).pages).toBe(8);
  const frames = await Promise.all(
    [0, 2].map((page) => sharp(body, { page, pages: 1 }).raw().toBuffer()),
  );
  expect(frames[0]?.equals(frames[1] ?? Buffer.alloc(0))).toBe(false);
});

test("serves videos that begin as an MP4 does", async () => {
  const { client } = await played();
  const { body } = await client.get(urlOf("video-file", ""));
  expect(body.subarray(4, 12).toString()).toBe("ftypisom");
});

test("gives the same bytes in every start", async () => {
  const [first, second] = [await played(), await played()];
  const limit = 8;
  expect(await first.replay.expected(limit)).toEqual(await second.replay.expected(limit));
});

test("takes as long as its latency says", async () => {
  const { client } = await played({ latency: { hostsMs: 120 } });
  const before = performance.now();
  await client.get("https://i.redd.it/nothing.jpg");
  expect(performance.now() - before).toBeGreaterThan(115);
});

test("breaks off what is going on when it stops", async () => {
  const { replay, client } = await played({
    faults: [{ host: "i.redd.it", times: 1, effect: "never" }],
  });
  const outcome = client.outcome("https://i.redd.it/x.jpg");
  await expect.poll(() => replay.requests().length).toBe(1);
  await replay.stop();
  expect(await outcome).toBe("broken");
});
