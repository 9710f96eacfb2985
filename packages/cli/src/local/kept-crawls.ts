import { isOver } from "@reddit-crawler/crawl-status/crawl-state";
import { readCrawls } from "@reddit-crawler/picture-folder/read-crawls";
import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { localStatus } from "./local-status.ts";
import { pictures } from "../terminal/crawl-view.ts";
import type { CrawlLine } from "./list-crawls.ts";

/** A crawl that an output folder keeps. */
export interface KeptStatus {
  summary: CrawlSummary;
  status: NonNullable<ReturnType<typeof localStatus>>;
  records: readonly PostRecord[];
}

/** The crawls below `folder`, the newest first. */
export async function keptCrawls(folder: string): Promise<KeptStatus[]> {
  const kept = await readCrawls(folder);
  return kept.toReversed().flatMap(({ summary, records }) => {
    const status = localStatus({ summary, records, waiting: 0, inFlight: 0, deadLettered: 0 });
    return status ? [{ summary, status, records }] : [];
  });
}

/** One crawl below `folder`. @throws {CommandError} when it is not there. */
export async function keptCrawl(folder: string, crawlId: string): Promise<KeptStatus> {
  const found = (await keptCrawls(folder)).find(({ status }) => status.crawl_id === crawlId);
  if (found) return found;
  throw new CommandError(
    `${folder} has no crawl ${crawlId}. "crawl list" tells which there are; --out names another folder, --stack a deployed stack.`,
  );
}

/** A kept crawl as a list shows it: what did not come to its end was stopped, since nothing works on it any more. */
export function crawlLine({ status }: KeptStatus): CrawlLine {
  return {
    crawl_id: status.crawl_id,
    state: isOver(status.state) ? status.state : "stopped",
    subreddit: status.subreddit ?? "",
    sort_method: status.sort_method ?? "",
    time_filter: status.time_filter ?? "",
    requested_at: status.requested_at,
    posts_listed: status.posts.listed,
    pictures: pictures(status),
    bytes: status.bytes,
  };
}
