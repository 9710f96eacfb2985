import { request } from "node:http";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { runningGallery, type RunningGallery } from "../testing/running-gallery.ts";
import { sampleFolder } from "@reddit-crawler/picture-folder/testing/sample-folder";
import { sampleCrawlId } from "@reddit-crawler/picture-folder/testing/sample-records";
import { sampleRecord, sampleSummary } from "@reddit-crawler/picture-folder/testing/sample-records";
import { startGallery } from "./start-gallery.ts";

let running: RunningGallery;
let folder: RunningGallery["folder"];
let pipeline: RunningGallery["pipeline"];
let gallery: RunningGallery["gallery"];

beforeEach(async () => {
  running = await runningGallery();
  ({ folder, pipeline, gallery } = running);
});
afterEach(() => running.stop());

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Sends the path exactly as it is: fetch would tidy it up first. */
function ask(path: string, options: Parameters<typeof request>[1] = {}, body?: string) {
  return new Promise<Answer>((resolve, reject) => {
    const { hostname, port } = new URL(gallery.url);
    const sent = request({ hostname, port, path, ...options }, (answer) => {
      let text = "";
      answer.setEncoding("latin1").on("data", (part: string) => (text += part));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      );
    });
    sent.on("error", reject).end(body);
  });
}

function post(path: string, body?: string, headers = {}) {
  const origin = gallery.url.slice(0, -1);
  return ask(
    path,
    { method: "POST", headers: { origin, "content-type": "application/json", ...headers } },
    body,
  );
}

describe("the page", () => {
  test("may load its own script, style and pictures, and nothing else", async () => {
    const { status, headers, body } = await ask("/");
    expect(status).toBe(200);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(body, "no script in the page itself").not.toMatch(
      /<script(?![^>]*src=)|<style|\son\w+=/,
    );
  });

  test("weighs less than 100 KB with its script and style", async () => {
    const parts = await Promise.all(["/", "/page.js", "/page.css"].map((path) => ask(path)));
    const bytes = parts.reduce((sum, { body }) => sum + body.length, 0);
    expect(bytes).toBeLessThan(100_000);
  });

  test.each([
    ["/page.js", "text/javascript; charset=utf-8"],
    ["/page.css", "text/css; charset=utf-8"],
  ])("gives %s its type", async (path, type) => {
    const { status, headers } = await ask(path);
    expect([status, headers["content-type"]]).toEqual([200, type]);
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  test.each(["/other", "/page.js/../x", "//", "/dead-letters/retry"])(
    "has nothing at %s",
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  test("turns away whoever reached it by another name", async () => {
    const { status, body } = await ask("/", { headers: { host: "evil.example" } });
    expect(status).toBe(403);
    expect(body).toContain("answers for");
  });
});

describe("a picture", () => {
  test("comes with its type, and as nothing but a picture", async () => {
    const { status, headers, body } = await ask("/pictures/aww/1a/01.jpg");
    expect([status, headers["content-type"]]).toEqual([200, "image/jpeg"]);
    expect(body.length).toBe(Number(headers["content-length"]));
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
    expect(headers["content-security-policy"]).toContain("sandbox");
  });

  test("comes from where a person's own name for it says that it lies", async () => {
    const path = "aww/Cat #1 100 % ü.jpg";
    await folder.write(path, "a picture");
    await folder.write(
      "_crawls/names.jsonl",
      `${JSON.stringify({ key: "media/aww/2a/01.jpg", path })}\n`,
    );
    const records = [sampleRecord("2a")];
    const summary = sampleSummary();
    gallery.show({ kind: "crawl", crawlId: summary.crawlId, summary, records });
    const url = `/pictures/${path.split("/").map(encodeURIComponent).join("/")}`;
    await expect.poll(async () => (await ask(url)).status).toBe(200);
    expect((await ask("/pictures/aww/Cat%20%232.jpg")).status).toBe(404);
  });

  test("comes in parts to a player", async () => {
    const { status, headers, body } = await ask("/pictures/aww/1a/01.jpg", {
      headers: { range: "bytes=2-5" },
    });
    expect(status).toBe(206);
    expect(headers["content-range"]).toMatch(/^bytes 2-5\/\d+$/);
    expect(body.length).toBe(4);
  });

  test("comes as its small copy where it is large, and as itself where it is small", async () => {
    const large = sharp({ create: { width: 3000, height: 2000, channels: 3, background: "#a50" } });
    await folder.write("aww/1l/01.png", await large.png().toBuffer());
    const copy = await ask("/small/aww/1l/01.png");
    expect([copy.status, copy.headers["content-type"]]).toEqual([200, "image/webp"]);
    const small = await ask("/small/aww/1a/01.jpg");
    expect([small.status, small.headers["content-type"]]).toEqual([200, "image/jpeg"]);
    expect((await ask("/small/_crawls/small/aww/1l/01.png.webp")).status).toBe(404);
  });

  test("says its size to HEAD", async () => {
    const { status, headers, body } = await ask("/pictures/aww/1a/01.jpg", { method: "HEAD" });
    expect([status, body]).toEqual([200, ""]);
    expect(Number(headers["content-length"])).toBeGreaterThan(100);
  });

  test.each([
    "/pictures/aww/1a/02.jpg",
    "/pictures/aww/1a/post.json",
    "/pictures/aww/1a/01.html",
    "/pictures/aww/1a/01.svg",
    "/pictures/../secret.jpg",
    "/pictures/aww/1a/../../../secret.jpg",
    "/pictures/aww/1a/..%2f..%2f..%2fsecret.jpg",
    "/pictures/..%2fsecret.jpg",
    "/pictures/%2e%2e/1a/01.jpg",
    "/pictures/aww/1a/01.jpg%00.html",
    "/pictures/aww/1a/%ff.jpg",
    "/pictures//etc/passwd",
    String.raw`/pictures/aww\..\1a/01.jpg`,
    "/pictures/_crawls/1a/01.jpg",
    "/pictures/.stack-1/1a/01.jpg",
    "/pictures/aww/1a",
    "/small/../secret.jpg",
    "/small/..%2fsecret.jpg",
    "/pictures/",
  ])("is not found at %s", async (path) => {
    await writeFile(join(folder.path, "..", "secret.jpg"), "secret");
    await folder.write("_crawls/1a/01.jpg", "secret");
    await folder.write("aww/1a/01.html", "secret");
    await folder.write("aww/1a/01.svg", "secret");
    const { status, body } = await ask(path);
    expect([status, body.includes("secret")]).toEqual([404, false]);
  });

  test("is not found through a link that leads out of the folder", async () => {
    const outside = await sampleFolder();
    await outside.write("01.jpg", "secret");
    await mkdir(join(folder.path, "aww", "1b"));
    await symlink(join(outside.path, "01.jpg"), join(folder.path, "aww", "1b", "01.jpg"));
    await symlink(outside.path, join(folder.path, "aww", "1c"));
    expect((await ask("/pictures/aww/1b/01.jpg")).status).toBe(404);
    expect((await ask("/pictures/aww/1c/01.jpg")).status).toBe(404);
    await outside.remove();
  });
});

describe("an order", () => {
  test("goes to the pipeline's API as it is, and its answer comes back", async () => {
    const { status, body } = await post("/crawls", '{"subreddit":"aww"}');
    expect([status, JSON.parse(body)]).toEqual([201, { crawl_id: sampleCrawlId }]);
    expect(pipeline.orders).toEqual(['{"subreddit":"aww"}']);
  });

  test("that the API refuses comes back with its reasons", async () => {
    pipeline.answer = { status: 400, body: { detail: "No.", errors: [] } };
    const { status, body } = await post("/crawls", "{}");
    expect([status, JSON.parse(body)]).toEqual([400, { detail: "No.", errors: [] }]);
  });

  test.each([
    ["of another type", "x", { "content-type": "text/plain" }, 415],
    ["of a form", "a=b", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["that is too long", "x".repeat(20_000), {}, 413],
    ["of another site", "{}", { origin: "https://evil.example" }, 403],
  ])("%s never reaches the API", async (_, body, headers, status) => {
    expect((await post("/crawls", body, headers)).status).toBe(status);
    expect(pipeline.orders).toEqual([]);
  });

  test("says so when the API does not answer", async () => {
    await pipeline.stop();
    const { status, body } = await post("/crawls", "{}");
    expect(status).toBe(502);
    expect(body).toContain("does not answer");
  });
});

describe("dead letters", () => {
  test("are listed, and put back on request", async () => {
    pipeline.deadLetters = [
      { crawlId: sampleCrawlId, postId: "1z", subreddit: "aww", title: "Lost cat" },
    ];
    expect(JSON.parse((await ask("/dead-letters")).body)).toEqual(pipeline.deadLetters);
    expect((await post("/dead-letters/retry")).status).toBe(204);
    expect(pipeline.retries).toBe(1);
  });

  test("that cannot be put back are said to the terminal", async () => {
    pipeline.ports.retryDeadLetters = () => Promise.reject(new Error("queue gone"));
    expect((await post("/dead-letters/retry")).status).toBe(500);
    expect(pipeline.errors).toHaveLength(1);
  });
});

test("listens on loopback only, and on another port when its own is taken", async () => {
  const port = Number(new URL(gallery.url).port);
  const second = await startGallery(pipeline.ports, port);
  expect(new URL(second.url).hostname).toBe("127.0.0.1");
  expect(second.url).not.toBe(gallery.url);
  await second.stop();
});
