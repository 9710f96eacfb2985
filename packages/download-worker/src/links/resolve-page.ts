import type { Resolution } from "@reddit-crawler/media-hosts";

import type { LinkJob } from "../post-job.ts";
import { withDownloadTime } from "../time/deadline.ts";
import type { WorkerWorld } from "../world.ts";

/**
 * Asks the host of `page` which pictures it holds, unless its answer is known; `nothing` when the host is not open.
 * @throws {RetryableError} when the host could not answer or the time is up; {ThrottledError} when it asks to wait.
 */
export async function resolvePage(
  page: string,
  { http, hosts, clock, keys, imgurPageId, pageAnswers, atPace }: WorkerWorld,
  { deadline, startSignal }: LinkJob,
): Promise<Resolution> {
  const url = URL.parse(page);
  if (!url) return { kind: "nothing", reason: "unreadable-url" };
  if (!hosts.allows(url)) return { kind: "nothing", reason: "host-not-allowed" };
  const host = hosts.hostOf(url);
  if (!host?.resolve) return { kind: "nothing", reason: "page-not-supported" };
  const kept = host.answersLast ? await pageAnswers.find(url) : undefined;
  if (kept) return kept;
  const resolve = host.resolve.bind(host);
  const answer = await atPace(url, startSignal, () =>
    withDownloadTime(clock, deadline, (signal) =>
      resolve(url, { http, signal, now: () => clock.now(), keys, imgurPageId }),
    ),
  );
  // Of single pictures the address says as much.
  if (host.answersLast && answer.kind === "pictures" && answer.album)
    await pageAnswers.keep(url, answer);
  return answer;
}
