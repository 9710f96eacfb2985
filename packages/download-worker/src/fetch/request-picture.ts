import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type {
  OutboundHttp,
  OutboundResponse,
} from "@reddit-crawler/function-runtime/http/outbound-http";
import type { MediaHosts } from "@reddit-crawler/media-hosts";

import { noPicture, type NoPicture } from "../links/no-picture.ts";
import { readPictureStatus } from "./picture-status.ts";
import { throwWhileResting, type HostRests } from "../hosts/cooldowns.ts";

/** What a request to a picture host needs. */
export interface RequestPorts {
  http: OutboundHttp;
  /** The hosts that pictures may come from. */
  hosts: Pick<MediaHosts, "allows" | "hostOf">;
  clock: Clock;
  /** Which hosts rest; without it redirects are followed to any. */
  hostRests?: Pick<HostRests, "find">;
}

/** An answer whose body may be a picture. `finalUrl` is where the redirects ended. */
export interface PictureAnswer {
  kind: "answer";
  finalUrl: URL;
  response: OutboundResponse;
}

/** Chosen: picture hosts need two at most. */
const maxRedirects = 5;

/**
 * Asks for `start` and follows its redirects by hand, each hop only when `hosts` allows it. http becomes https.
 * @throws {RetryableError} when no answer came or the host's status may pass; {ThrottledError} when it asks to wait.
 */
export async function requestPicture(
  start: URL,
  ports: RequestPorts,
  signal: AbortSignal,
): Promise<PictureAnswer | NoPicture> {
  let url = start;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    url = overTls(url);
    if (!ports.hosts.allows(url)) return noPicture("refused", "host-not-allowed");
    // Of the first one its turn made sure.
    if (url.hostname !== start.hostname && ports.hostRests)
      await throwWhileResting(url, ports.hostRests, ports.clock);
    const headers = ports.hosts.hostOf(url)?.headers ?? {};
    const response = await ports.http({ url, headers, signal });
    const next = await readAnswer(response, url, ports.clock.now());
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
  return target ?? noPicture("not-a-picture", "unreadable-redirect");
}

function overTls(url: URL): URL {
  if (url.protocol !== "http:") return url;
  const secure = new URL(url);
  secure.protocol = "https:";
  return secure;
}
