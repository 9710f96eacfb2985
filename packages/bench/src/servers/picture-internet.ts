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
  stop(): Promise<void>;
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
 * picture of `pictureBytes`. The authority's certificate is left in `folder`.
 */
export async function startPictureInternet(
  folder: string,
  pictureBytes = 50_000,
): Promise<PictureInternet> {
  const authority = await createCertificateAuthority();
  const certificate = join(folder, "authority.pem");
  await writeFile(certificate, authority.certificate);
  const proxy = await startInterceptingProxy(authority, 0, ({ url, response }) => {
    if (url.pathname === "/api/v1/access_token")
      return sendJson(response, { access_token: "t", token_type: "bearer", expires_in: 86_400 });
    if (url.hostname === "oauth.reddit.com") return sendJson(response, listing(url, pictureBytes));
    const [, bytes] = /-(\d+)b\.jpg$/.exec(url.pathname) ?? [];
    if (bytes === undefined) return void response.writeHead(404).end();
    return sendPicture(response, url.pathname, Number(bytes));
  });
  const proxyUrl = `http://127.0.0.1:${proxy.port}`;
  return {
    proxyUrl,
    environment: { HTTPS_PROXY: proxyUrl, NODE_EXTRA_CA_CERTS: certificate },
    stop: () => proxy.stop(),
  };
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** No two have the same bytes, since equal pictures are stored once. */
function sendPicture(response: ServerResponse, name: string, bytes: number): void {
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
    response.end(jpegEnd);
  };
  more();
}

/** One page of a subreddit's endless listing; posts of different subreddits are different posts. */
function listing(url: URL, pictureBytes: number) {
  const subreddit = url.pathname.split("/")[2] ?? "";
  const first = Number(url.searchParams.get("count") ?? 0);
  const limit = Number(url.searchParams.get("limit") ?? 25);
  // Far apart, so that no post of a subreddit has a number of another one.
  const offset = (Number(/\d+$/.exec(subreddit)?.[0] ?? 0) + 1) * 10_000;
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
