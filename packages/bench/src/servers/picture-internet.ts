import { writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";

import { listedPost, postIdOf } from "@reddit-crawler/replay-reddit/listing/posts/listed-post";
import { createCertificateAuthority } from "@reddit-crawler/replay-reddit/network/certificate-authority";
import { startInterceptingProxy } from "@reddit-crawler/replay-reddit/network/intercepting-proxy";

/** Reddit and its pictures behind a proxy on loopback, over TLS. */
export interface PictureInternet {
  proxyUrl: string;
  /** What a program needs in its environment. */
  environment: Readonly<Record<string, string>>;
  /** How many requests for a picture were answered 500. */
  failures(): number;
  /** Every request so far, in the order in which they came. */
  requests(): readonly PictureRequest[];
  stop(): Promise<void>;
}

/** One request, with when it came and when its answer was sent, in milliseconds; `Infinity` while it is not. */
export interface PictureRequest {
  host: string;
  path: string;
  status: number;
  at: number;
  answeredAt: number;
}

/** Seconds that a hurried host asks to wait for. */
export const retryAfterSeconds = 2;

/** What the hosts have, and how they answer. */
interface Hosts {
  /** Of each picture of a listing; 50,000 where nothing is said. */
  pictureBytes?: number;
  /** Milliseconds until a host answers, and until a picture is sent; as fast as it can where nothing is said. */
  answerMs?: number;
  pictureMs?: number;
  /** Whether the picture of the listing's post with this index answers 500 for ever; none does where nothing is said. */
  fails?: (index: number) => boolean;
  /** Requests for pictures in a second, beyond which each gets a 429; as many as one likes where nothing is said. */
  mostASecond?: number;
}

const block = Buffer.alloc(64 * 1024, 0x2e);
const jpegStart = Buffer.from("ffd8ffe0", "hex");
const jpegEnd = Buffer.from("ffd9", "hex");

/** The URL of a picture of `bytes`; another one for each `name`. */
export function pictureUrl(name: string, bytes: number): string {
  return `https://i.redd.it/${name}-${bytes}b.jpg`;
}

/**
 * Starts it: `i.redd.it` has a picture of any size; a subreddit has as many posts as the crawl asks for, each with one
 * picture. The authority's certificate is left in `folder`.
 */
export async function startPictureInternet(
  folder: string,
  {
    pictureBytes = 50_000,
    answerMs = 0,
    pictureMs = 0,
    fails = () => false,
    mostASecond = Infinity,
  }: Hosts = {},
): Promise<PictureInternet> {
  const authority = await createCertificateAuthority();
  const certificate = join(folder, "authority.pem");
  await writeFile(certificate, authority.certificate);
  let failures = 0;
  const requests: PictureRequest[] = [];
  /** When the pictures of the last second were asked for. */
  let lately: number[] = [];
  const isHurried = () => {
    const now = Date.now();
    lately = [...lately.filter((at) => now - at < 1000), now];
    return lately.length > mostASecond;
  };
  const proxy = await startInterceptingProxy(authority, 0, ({ url, response }) => {
    const request = { host: url.hostname, path: url.pathname, status: 0, at: Date.now() };
    const logged: PictureRequest = { ...request, answeredAt: Infinity };
    requests.push(logged);
    response.once("close", () => {
      logged.status = response.statusCode;
      logged.answeredAt = Date.now();
    });
    if (url.pathname === "/api/v1/access_token")
      return sendJson(response, { access_token: "t", token_type: "bearer", expires_in: 86_400 });
    if (url.hostname === "oauth.reddit.com") return sendJson(response, listing(url, pictureBytes));
    const [, number, bytes] = /^\/.*?(\d*)-(\d+)b\.jpg$/.exec(url.pathname) ?? [];
    const answer = () => {
      if (bytes === undefined) return void response.writeHead(404).end();
      if (isHurried())
        return void response.writeHead(429, { "retry-after": String(retryAfterSeconds) }).end();
      if (fails(Number(number) % postsOfSubreddit)) {
        failures += 1;
        return void response.writeHead(500).end();
      }
      return sendPicture(response, url.pathname, Number(bytes), pictureMs);
    };
    if (answerMs === 0) answer();
    else setTimeout(answer, answerMs);
  });
  const proxyUrl = `http://127.0.0.1:${proxy.port}`;
  return {
    proxyUrl,
    environment: { HTTPS_PROXY: proxyUrl, NODE_EXTRA_CA_CERTS: certificate },
    failures: () => failures,
    requests: () => requests,
    stop: () => proxy.stop(),
  };
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** No two have the same bytes, since equal pictures are stored once. The last ones come after `ms`. */
function sendPicture(response: ServerResponse, name: string, bytes: number, ms: number): void {
  response.writeHead(200, { "content-type": "image/jpeg", "content-length": bytes });
  const start = Buffer.concat([jpegStart, Buffer.from(name)]);
  response.write(start);
  let left = bytes - start.length - jpegEnd.length;
  const more = () => {
    while (left > 0) {
      const part = block.subarray(0, left);
      left -= part.length;
      if (!response.write(part)) {
        response.once("drain", more);
        return;
      }
    }
    if (ms === 0) response.end(jpegEnd);
    else setTimeout(() => response.end(jpegEnd), ms);
  };
  more();
}

/** Posts from a subreddit's first to the next one's: no post of a subreddit has a number of another one. */
const postsOfSubreddit = 10_000;

/** The number of a subreddit's first post; the others follow it. */
export function firstPostOf(subreddit: string): number {
  return (Number(/\d+$/.exec(subreddit)?.[0] ?? 0) + 1) * postsOfSubreddit;
}

/** One page of a subreddit's endless listing; posts of different subreddits are different posts. */
function listing(url: URL, pictureBytes: number) {
  const subreddit = url.pathname.split("/")[2] ?? "";
  const first = Number(url.searchParams.get("count") ?? 0);
  const limit = Number(url.searchParams.get("limit") ?? 25);
  const offset = firstPostOf(subreddit);
  const posts = Array.from({ length: limit }, (_, index) => {
    const number = offset + first + index;
    const link = pictureUrl(`bench${number}`, pictureBytes);
    return listedPost(number, { url: link, domain: "i.redd.it", subreddit, post_hint: "image" });
  });
  return {
    kind: "Listing",
    data: {
      after: `t3_${postIdOf(offset + first + limit - 1)}`,
      children: posts.map((data) => ({ kind: "t3", data })),
    },
  };
}
