import { setTimeout as sleep } from "node:timers/promises";

import { writeGalleryIndex } from "@reddit-crawler/gallery/document/write-index";
import type { CommandOutput } from "../terminal/command-output.ts";
import { orderCrawl, type CrawlOrder } from "../pipeline/crawl-api.ts";
import { crawlReport, resultJson } from "../terminal/crawl-report.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { crawlWatch } from "../local/crawl-watch.ts";
import { largestPictures } from "../local/largest-pictures.ts";
import { stopwatch, type Stopwatch } from "../terminal/time-spent.ts";
import { whereToLook } from "../local/where-to-look.ts";
import { crawlClient, type CrawlClient, type RemoteStatus } from "./crawl-client.ts";
import { collectPosts } from "./collect-posts.ts";
import type { DeployedStack } from "./describe-stack.ts";
import { followDeployed } from "./follow-deployed.ts";

/** What the commands on a deployed stack take. */
export interface DeployedRun {
  stack: DeployedStack;
  output: CommandOutput;
  /** Where pictures are downloaded to; undefined when they stay in the stack's bucket. */
  downloadTo: string | undefined;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
}

/** Chosen: a look costs nine reads of S3, which is a cent for an hour. */
const lookIntervalMs = 2000;

/** Orders a crawl of a deployed stack and follows it. Resolves to the exit code, as a local crawl does. */
export async function runDeployed(run: DeployedRun & { order: CrawlOrder }): Promise<number> {
  const { stack, output } = run;
  const watch = stopwatch();
  const crawlId = await orderCrawl(stack.apiUrl, run.order, stack.fetch);
  watch.ordered();
  output.hint(`Crawl ${crawlId} of the stack ${stack.name}.`);
  return followToEnd(crawlId, run, watch);
}

/** Follows a crawl that was ordered before. Resolves to the exit code. */
export async function showDeployed(run: DeployedRun & { crawlId: string }): Promise<number> {
  const watch = stopwatch();
  watch.ordered();
  return followToEnd(run.crawlId, run, watch);
}

async function followToEnd(crawlId: string, run: DeployedRun, watch: Stopwatch): Promise<number> {
  const { stack, output, signal } = run;
  const { view, paint } = output;
  const client = crawlClient(stack.apiUrl, stack.fetch);
  try {
    const status = await followDeployed(crawlId, {
      client,
      show: crawlWatch(view, paint, watch),
      onWait: (ms) => watch.waited(ms),
      nextLook: () => sleep(lookIntervalMs, undefined, { signal }),
      now: Date.now,
    });
    view.end();
    const isWhole = await tellEnd(status, client, run, watch);
    return isWhole && status.state === "finished" && status.posts.failed === 0 ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    view.end();
    view.print(
      `Stopped watching. The crawl goes on; look again with: crawl show ${crawlId} --stack ${stack.name}`,
    );
    return 130;
  }
}

/** Resolves to whether every picture that was to be downloaded is here. */
async function tellEnd(
  status: RemoteStatus,
  client: CrawlClient,
  { stack, output, downloadTo, signal }: DeployedRun,
  watch: Stopwatch,
): Promise<boolean> {
  const problems: string[] = [];
  const onProblem = (problem: string) => void problems.push(problem);
  const spent = watch.spent();
  const records = await collectPosts(status, client, {
    downloadTo,
    view: output.view,
    onProblem,
    signal,
  });
  const result = { status, largest: largestPictures(records), spent, folder: downloadTo };
  output.result(
    (paint) => crawlReport(result, paint),
    () => resultJson(result),
  );
  if (status.state === "failed")
    output.view.print(`The crawl failed. ${status.failure?.message ?? ""}`);
  if (status.stalled_since !== undefined) output.view.print(stalledText(status, stack.name));
  if (status.posts.failed > 0)
    output.hint(
      `Try what was given up again with: crawl retry ${status.crawl_id} --stack ${stack.name}`,
    );
  if (downloadTo === undefined)
    output.hint(
      `Download its pictures with: crawl show ${status.crawl_id} --stack ${stack.name} --download`,
    );
  else output.hint(whereToLook(await writeGalleryIndex(downloadTo)));
  for (const problem of problems) output.view.print(problem);
  if (problems.length > 0)
    output.view.print(`Go on with: crawl show ${status.crawl_id} --stack ${stack.name} --download`);
  return problems.length === 0;
}

function stalledText(status: RemoteStatus, stack: string): string {
  const { crawl_id: id, state, posts, stalled_since: since } = status;
  if (state === "listing")
    return `The listing has not gone on since ${since}. Look for its request in the stack's ArticleLoaderFailureQueue; infra/RUNBOOK.md says how to redrive it.`;
  const open = posts.queued + posts.without_pictures - posts.decided - posts.failed;
  return [
    `Nothing has changed since ${since}, with ${countOf(open, "post")} open. They wait behind other crawls', or their worker died and they are in the dead-letter queue.`,
    `Give back what is there with: crawl retry ${id} --stack ${stack}. Look again with: crawl show ${id} --stack ${stack}`,
  ].join("\n");
}
