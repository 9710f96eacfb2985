import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { afterAll, beforeAll, expect, test } from "vitest";

import { recordedOutput } from "../testing/recorded-output.ts";
import type { RemotePost, RemoteStatus } from "./crawl-client.ts";
import { showDeployed } from "./run-deployed.ts";

const server = createServer((request, response) =>
  response.writeHead(request.url === "/gone" ? 404 : 200).end("cat"),
);
beforeAll(() => new Promise<void>((done) => void server.listen(0, "127.0.0.1", done)));
afterAll(() => void server.close());

const crawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";

/** A decided post whose only picture lies at `path` of the server. */
function post(id: string, path: string): RemotePost {
  const { port } = server.address() as AddressInfo;
  const link = {
    found_in: "url",
    url: "https://i.redd.it/x.jpg",
    outcome: "stored",
    key: `media/aww/${id}/01.jpg`,
    bytes: 3,
    picture_url: `http://127.0.0.1:${port}${path}`,
  };
  return {
    post_id: id,
    subreddit: "aww",
    title: id,
    author: "cat",
    permalink: `/r/aww/comments/${id}/`,
    decided_at: "2026-11-22T20:01:00.000Z",
    outcome: "stored",
    links: [link],
  };
}

const kept = { linked: 2, stored: 2, duplicate: 0, already_stored: 0 };
const leftOut = { gone: 0, refused: 0, not_a_picture: 0, too_large: 0, unavailable: 0 };
const status: RemoteStatus = {
  crawl_id: crawlId,
  subreddit: "aww",
  sort_method: "top",
  time_filter: "day",
  limit: 2,
  state: "finished",
  source: "reddit-api",
  requested_at: "2026-11-22T20:00:00.000Z",
  updated_at: "2026-11-22T20:02:00.000Z",
  posts: { listed: 2, queued: 2, without_pictures: 0, filtered: 0, decided: 2, failed: 0 },
  pictures: { ...kept, ...leftOut },
  bytes: 6,
  outcomes: { stored: 2 },
  reasons: {},
  cut_by_reddit: false,
  posts_url: `/crawls/${crawlId}/posts`,
};

test("a picture that cannot be downloaded is told, the others still are, and it ends with 1", async () => {
  const downloadTo = await temporaryFolder();
  const page = {
    crawl_id: crawlId,
    picture_urls_expire_at: "2026-11-22T20:17:00.000Z",
    posts: [post("1a", "/gone"), post("1b", "/cat")],
  };
  const printed: string[] = [];
  const stack = {
    name: "demo",
    region: "eu-central-1",
    apiUrl: "http://127.0.0.1/",
    postQueueUrl: "http://127.0.0.1/posts",
    deadLetterQueueUrl: "http://127.0.0.1/dead",
    mediaHosts: undefined,
    imports: () => ({ bucket: "media", client: {} }),
    send: async ({ pathname }: URL) => ({
      status: 200,
      body: JSON.stringify(pathname.endsWith("/posts") ? page : status),
    }),
  };
  const { signal } = new AbortController();
  const output = recordedOutput(printed);
  expect(await showDeployed({ stack, crawlId, output, downloadTo, signal })).toBe(1);
  expect(printed.slice(-2)).toEqual([
    "media/aww/1a/01.jpg could not be downloaded: the server answered 404.",
    `Go on with: reddit-crawler show ${crawlId} --stack demo --download`,
  ]);
  expect(await readFile(join(downloadTo, "aww/1b/01.jpg"), "utf8")).toBe("cat");
  expect(await readdir(join(downloadTo, "_crawls", crawlId, "posts"))).toEqual(["1b.json"]);
});
