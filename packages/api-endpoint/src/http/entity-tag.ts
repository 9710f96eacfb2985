import { createHash } from "node:crypto";

import type { ApiAnswer, ApiRequest } from "./api-request.ts";

/** 200 with an ETag of `body`, or 304 when the caller has this very body already (RFC 9110, sections 8.8.3 and 13.1.2). */
export function taggedAnswer({ ifNoneMatch }: ApiRequest, body: unknown): ApiAnswer {
  const digest = createHash("sha256").update(JSON.stringify(body)).digest("base64url");
  const etag = `"${digest.slice(0, 22)}"`;
  // A cache may keep the answer but has to ask each time: a crawl moves on.
  const headers = { etag, "cache-control": "private, no-cache" };
  return namesTag(ifNoneMatch, etag)
    ? { kind: "result", status: 304, headers, body: undefined }
    : { kind: "result", status: 200, headers, body };
}

function namesTag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = new Set(ifNoneMatch.split(",").map((tag) => tag.trim().replace(/^W\//, "")));
  return tags.has("*") || tags.has(etag);
}
