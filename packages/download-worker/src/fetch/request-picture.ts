import type { OutboundResponse } from "@reddit-crawler/function-runtime/http/outbound-http";
import { parseRetryAfter } from "@reddit-crawler/function-runtime/http/retry-after";
import { wallAt } from "@reddit-crawler/media-hosts/asking/redirect-refusal";
import { endsLikePicture } from "@reddit-crawler/media-hosts/link-readings";

import { throwDuringCooldown } from "../hosts/cooldowns.ts";
import { noPicture, type NoPicture } from "../bytes/no-picture.ts";
import type { WorkerWorld } from "../world.ts";
import { throwIfBusy } from "./busy-host.ts";
import { readPictureStatus } from "./picture-status.ts";

/** An answer whose body may be a picture. `finalUrl` is where the redirects ended. */
export interface PictureAnswer {
  kind: "answer";
  finalUrl: URL;
  response: OutboundResponse;
}

/** Five: picture hosts need two at most. */
const maxRedirects = 5;

/**
 * Asks for `start` and follows its redirects by hand, each hop only when `hosts` allows it. http becomes https.
 * @throws {RetryableError} when no answer came or the host's status may pass; {ThrottledError} when it asks to wait, by
 * its status or in words.
 */
export async function requestPicture(
  start: URL,
  world: WorkerWorld,
  signal: AbortSignal,
): Promise<PictureAnswer | NoPicture> {
  let url = start;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    url = overTls(url);
    if (!world.hosts.allows(url)) return noPicture("refused", "host-not-allowed");
    // The pace has checked the first one.
    if (url.hostname !== start.hostname) await throwDuringCooldown(url, world);
    const headers = world.hosts.hostOf(url)?.headers ?? {};
    const response = await world.http({ url, headers, signal });
    const next = await readAnswer(response, url, world.clock.now());
    if (!(next instanceof URL)) return next;
    url = next;
  }
  return noPicture("not-a-picture", "too-many-redirects");
}

/** The verdict on one answer, or where it redirects; lets go of every body that nobody will read. */
async function readAnswer(
  response: OutboundResponse,
  url: URL,
  nowMs: number,
): Promise<PictureAnswer | NoPicture | URL> {
  let read = false;
  try {
    const retryAfter = response.headers["retry-after"];
    // 429 says so itself.
    if (response.status >= 400 && response.status !== 429)
      await throwIfBusy(response.body, url, parseRetryAfter(retryAfter, nowMs));
    const verdict = readPictureStatus(response.status, retryAfter, nowMs, url.hostname);
    if (verdict === "redirect") return redirectTarget(response.headers["location"], url);
    if (verdict !== "body") return verdict;
    read = true;
    return { kind: "answer", finalUrl: url, response };
  } finally {
    if (!read) await response.discard();
  }
}

function redirectTarget(location: string | undefined, from: URL): URL | NoPicture {
  const target = location ? URL.parse(location, from.href) : null;
  if (!target) return noPicture("not-a-picture", "unreadable-redirect");
  const wall = endsLikePicture(target) ? undefined : wallAt(target);
  return wall === undefined ? target : noPicture("refused", wall);
}

function overTls(url: URL): URL {
  if (url.protocol !== "http:") return url;
  const secure = new URL(url);
  secure.protocol = "https:";
  return secure;
}
