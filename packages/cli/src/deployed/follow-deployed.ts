import { isOver } from "@reddit-crawler/crawl-status/crawl-state";

import type { CrawlWatch } from "../terminal/crawl-watch.ts";
import { waitOf } from "../terminal/wait-words.ts";
import type { CrawlClient, RemoteStatus } from "./crawl-client.ts";

/** What following a crawl of a deployed stack needs. */
interface FollowDeployedOptions {
  client: CrawlClient;
  /** Shows each poll, and notes each wait that Reddit asked for, once. */
  watch: Pick<CrawlWatch, "show" | "waited">;
  /** Resolves when it is time for the next poll. @throws when the person wants to stop. */
  nextPoll: () => Promise<void>;
  now: () => number;
}

/** Milliseconds: a post's last attempt comes about 15 minutes after its first; a longer silence is worth a word. */
const silentMs = 20 * 60_000;
/** Milliseconds: redriven posts are received within a minute, and a stalled crawl may then go on. */
const patienceMs = 150_000;

/** Polls a crawl until it is finished, has failed, or has stalled and stays so. */
export async function followDeployed(
  crawlId: string,
  { client, watch, nextPoll, now }: FollowDeployedOptions,
): Promise<RemoteStatus> {
  const startedMs = now();
  let waitsUntil: string | undefined;
  for (;;) {
    const status = await client.status(crawlId);
    const { waiting } = status;
    if (waiting?.reason === "reddit-asks-to-wait" && waiting.until !== waitsUntil) {
      waitsUntil = waiting.until;
      watch.waited(Math.max(0, Date.parse(waiting.until) - now()));
    }
    watch.show(status, {
      wait: waitOf(status, now()) ?? silenceOf(status, now()),
      redditBudget: status.reddit_budget,
    });
    if (isOver(status.state)) return status;
    if (status.stalled_since !== undefined && now() - startedMs >= patienceMs) return status;
    await nextPoll();
  }
}

function silenceOf(status: RemoteStatus, nowMs: number) {
  const silent = nowMs - Date.parse(status.updated_at ?? status.requested_at);
  return silent > silentMs && status.state !== "finished"
    ? { reason: "Nothing has changed for", seconds: Math.round(silent / 1000) }
    : undefined;
}
