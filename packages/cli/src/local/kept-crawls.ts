import { join } from "node:path";

import { crawlAddress, crawlSources } from "@reddit-crawler/message-schema";
import { isOver } from "@reddit-crawler/crawl-status/crawl-state";
import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { isDemo } from "@reddit-crawler/picture-folder/demo-mark";
import { pictureNames } from "@reddit-crawler/picture-folder/names/picture-names";
import { crawlIds, readCrawls, type KeptCrawl } from "@reddit-crawler/picture-folder/read-crawls";

import { orderOf, type CrawlOrder } from "../pipeline/crawl-api.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { listCrawls } from "../terminal/crawl-list.ts";
import { givenUpLines, showResult } from "../terminal/crawl-report.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { pictures } from "../terminal/crawl-view.ts";
import { keptCrawlId } from "./kept-folder.ts";
import { localStatus } from "./local-status.ts";

/** Lists the newest `limit` crawls that `folder` keeps. What did not come to its end was stopped: nothing works on it any more. */
export async function listKept(folder: string, limit: number, output: CommandOutput) {
  const kept = (await readCrawls(folder, { most: limit })).toReversed();
  const lines = kept.map(statusOf).map((status) => ({
    crawl_id: status.crawl_id,
    state: keptState(status),
    subreddit: status.subreddit ?? "",
    address: status.address,
    sort_method: status.sort_method ?? "",
    time_filter: status.time_filter ?? "",
    requested_at: status.requested_at,
    posts_listed: status.posts.listed,
    pictures: pictures(status),
    bytes: status.bytes,
  }));
  listCrawls(lines, output);
  const demo = join(folder, "demo");
  if (kept.length === 0 && (await crawlIds(demo)).length > 0)
    output.hint(`The demo's crawls are in ${demo}: reddit-crawler list --out ${demo}`);
}

/**
 * Shows what became of a crawl that `folder` keeps. Resolves to the exit code that the crawl had: 0 only when every post was
 * decided. `givenId` may be the beginning of the id. @throws {CommandError} when it is not there.
 */
export async function showKept(
  folder: string,
  givenId: string,
  output: CommandOutput,
): Promise<number> {
  const crawlId = await keptCrawlId(folder, givenId);
  const crawl = await keptCrawl(folder, crawlId);
  const status = statusOf(crawl);
  const { records, givenUp } = crawl;
  const { pathOf } = await pictureNames(folder);
  showResult({ status, records, givenUp, folder, pathOf }, output);
  if (status.failure) output.view.print(failureText(status.failure, status.posts));
  if (keptState(status) === "finished") return 0;
  output.hint(`Run it again with: reddit-crawler retry ${crawlId} --out ${folder}`);
  return 1;
}

/** A crawl's state once nothing works on it any more. */
function keptState({ state, posts }: CrawlStatus): string {
  if (state === "finished") return posts.failed > 0 ? "given-up" : "finished";
  return isOver(state) ? state : "stopped";
}

/**
 * The order that would start the same crawl once more; says which posts it gave up. `givenId` may be the beginning of the id.
 * @throws {CommandError} when it is not there, or was the demo's.
 */
export async function orderOfKept(
  folder: string,
  givenId: string,
  output: Pick<CommandOutput, "hint" | "paint">,
): Promise<CrawlOrder> {
  const crawlId = await keptCrawlId(folder, givenId);
  const { summary, givenUp } = await keptCrawl(folder, crawlId);
  if (await isDemo(folder, crawlId))
    throw new CommandError(
      `This crawl was the demo's, and the Reddit that it asked is played by the demo alone. Run it again with: reddit-crawler demo --out ${folder}`,
    );
  if (summary.source === "file")
    throw new CommandError(
      `This crawl read a file, which ${folder} does not keep. Crawl it again with: reddit-crawler crawl ${crawlAddress(summary)} --from FILE --out ${folder}`,
    );
  for (const line of givenUpLines(givenUp, output.paint)) output.hint(line);
  // What was read by choice is read so again; of the other ways the best that is open then.
  const source = crawlSources.find((way) => way === summary.source && way !== "keyless");
  return orderOf({ ...summary, source });
}

async function keptCrawl(folder: string, crawlId: string): Promise<KeptCrawl> {
  const [found] = await readCrawls(folder, { only: crawlId });
  if (found) return found;
  throw new CommandError(
    `${folder} has the crawl ${crawlId}, but its crawl.json is missing or cannot be read. Crawl anew.`,
  );
}

function statusOf({ summary, records, givenUp }: KeptCrawl): CrawlStatus {
  return localStatus(summary, records, givenUp);
}

function failureText(
  { code, message }: NonNullable<CrawlStatus["failure"]>,
  posts: CrawlStatus["posts"],
): string {
  const listed =
    posts.listed === 0
      ? "No post was listed."
      : `${countOf(posts.listed, "post")} had been listed before, ${posts.decided} of them decided.`;
  return `The listing failed (${code}). ${message}\n${listed}`;
}
