import { filterAnswer } from "@reddit-crawler/message-schema/http-api/filter-input";

import type { CommandOutput } from "../terminal/command-output.ts";
import type { CrawlOrder } from "../pipeline/crawl-api.ts";
import { crawlReport, resultJson } from "../terminal/crawl-report.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { isDemo } from "@reddit-crawler/picture-folder/demo-mark";
import { keptCrawl, type KeptStatus } from "./kept-crawls.ts";
import { largestPictures } from "./largest-pictures.ts";
import { localAdvice } from "./local-advice.ts";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";

/** Tells what became of a crawl that `folder` keeps. @throws {CommandError} when it is not there. */
export async function showKept(
  folder: string,
  crawlId: string,
  output: CommandOutput,
): Promise<number> {
  const { status, records } = await keptCrawl(folder, crawlId);
  const result = { status, largest: largestPictures(records), folder };
  output.result(
    (paint) => crawlReport(result, paint),
    () => resultJson(result),
  );
  if (status.failure) {
    output.view.print(failureText(status.failure, status));
    output.hint(`Run it again with: crawl retry ${crawlId} --out ${folder}`);
  }
  return 0;
}

function failureText(
  { code, message }: NonNullable<KeptStatus["status"]["failure"]>,
  { posts }: KeptStatus["status"],
): string {
  const listed =
    posts.listed === 0
      ? "No post was listed."
      : `${countOf(posts.listed, "post")} had been listed before, ${posts.decided} of them decided.`;
  return `The listing failed (${code}). ${localAdvice(code) ?? message}\n${listed}`;
}

/** The order that would start the same crawl once more. @throws {CommandError} when it is not there, or was the demo's. */
export async function orderOfKept(folder: string, crawlId: string): Promise<CrawlOrder> {
  const { summary } = await keptCrawl(folder, crawlId);
  if (await isDemo(folder, crawlId))
    throw new CommandError(
      `This crawl was the demo's, and the Reddit that it asked is played by the demo alone. Run it again with: npx -y pnpm@12 demo --out ${folder}`,
    );
  const { subreddit, sortMethod, timeFilter, limit } = summary;
  return {
    subreddit,
    sort_method: sortMethod,
    time_filter: timeFilter,
    limit,
    ...filterAnswer(summary),
  };
}
