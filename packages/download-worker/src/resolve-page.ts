import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { Resolution, ResolveContext } from "@reddit-crawler/media-hosts";

import type { Deadline } from "./deadline.ts";
import type { RequestPorts } from "./request-picture.ts";
import { withTimeLimit } from "./time-limit.ts";

/** What it takes to ask a page. */
export interface ResolvePorts extends RequestPorts {
  deadline: Deadline;
  /** Keys that some hosts want, by name. */
  keys: ResolveContext["keys"];
}

/**
 * Asks the host of `page` which pictures it holds; `nothing` when the host is not open.
 * @throws {RetryableError} when the host could not answer or the time is up; {ThrottledError} when it asks to wait.
 */
export async function resolvePage(
  page: string,
  { http, hosts, clock, deadline, keys }: ResolvePorts,
): Promise<Resolution> {
  const url = URL.parse(page);
  if (!url) return { kind: "nothing", reason: "unreadable-url" };
  if (!hosts.allows(url)) return { kind: "nothing", reason: "host-not-allowed" };
  const host = hosts.hostOf(url);
  if (!host?.resolve) return { kind: "nothing", reason: "page-not-supported" };
  const timeMs = deadline.downloadTimeMs(clock.now());
  if (timeMs === undefined)
    throw new RetryableError("out-of-time", "too little time is left to ask the page");
  const resolve = host.resolve.bind(host);
  return withTimeLimit(clock, timeMs, (signal) =>
    resolve(url, { http, signal, now: () => clock.now(), keys }),
  );
}
