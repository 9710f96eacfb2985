import type { Resolution, ResolveContext } from "@reddit-crawler/media-hosts";

import type { Deadline } from "../time/deadline.ts";
import { outOfTime } from "../time/out-of-time.ts";
import type { PageAnswers } from "./page-answers.ts";
import type { Turns } from "../hosts/pace.ts";
import type { RequestPorts } from "../fetch/request-picture.ts";
import { withTimeLimit } from "../time/time-limit.ts";

/** What it takes to ask a page. */
export interface ResolvePorts extends RequestPorts {
  deadline: Deadline;
  /** Keys that some hosts want, by name. */
  keys: ResolveContext["keys"];
  /** Without it every page is asked. */
  pageAnswers?: PageAnswers;
  turns: Turns;
  /** Fires when nothing new shall begin. */
  startSignal: AbortSignal;
}

/**
 * Asks the host of `page` which pictures it holds, unless its answer is known; `nothing` when the host is not open.
 * @throws {RetryableError} when the host could not answer or the time is up; {ThrottledError} when it asks to wait.
 */
export async function resolvePage(
  page: string,
  { http, hosts, clock, deadline, keys, pageAnswers, turns, startSignal }: ResolvePorts,
): Promise<Resolution> {
  const url = URL.parse(page);
  if (!url) return { kind: "nothing", reason: "unreadable-url" };
  if (!hosts.allows(url)) return { kind: "nothing", reason: "host-not-allowed" };
  const host = hosts.hostOf(url);
  if (!host?.resolve) return { kind: "nothing", reason: "page-not-supported" };
  const kept = host.answersLast ? await pageAnswers?.find(url) : undefined;
  if (kept) return kept;
  const resolve = host.resolve.bind(host);
  const answer = await turns(url, startSignal, async () => {
    const timeMs = deadline.downloadTimeMs(clock.now());
    if (timeMs === undefined) throw outOfTime();
    return withTimeLimit(clock, timeMs, (signal) =>
      resolve(url, { http, signal, now: () => clock.now(), keys }),
    );
  });
  // Of single pictures the address says as much.
  if (host.answersLast && answer.kind === "pictures" && answer.album)
    await pageAnswers?.keep(url, answer);
  return answer;
}
