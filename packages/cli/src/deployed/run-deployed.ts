import { setTimeout as sleep } from "node:timers/promises";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { writeGalleryIndex } from "@reddit-crawler/gallery/document/write-index";
import { pictureNames } from "@reddit-crawler/picture-folder/names/picture-names";
import type { FileChoices } from "@reddit-crawler/picture-folder/picture-folder";

import { importFile } from "../import/import-file.ts";
import { orderCrawl, type CrawlOrder } from "../pipeline/crawl-api.ts";
import { whereToLook } from "../terminal/advice.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { showResult, type CrawlResult } from "../terminal/crawl-report.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { crawlWatch, type CrawlWatch } from "../terminal/crawl-watch.ts";
import { showResults, type CrawlOfSeveral } from "../terminal/crawls-report.ts";
import type { ProgressView } from "../terminal/progress-view.ts";
import { sharedViews } from "../terminal/shared-view.ts";
import { collectPosts } from "./collect-posts.ts";
import { crawlClient, type RemoteStatus } from "./crawl-client.ts";
import type { DeployedStack } from "./describe-stack.ts";
import { followDeployed } from "./follow-deployed.ts";

/** What the commands on a deployed stack take. */
export interface DeployedRun {
  stack: DeployedStack;
  output: CommandOutput;
  /** Where pictures are downloaded to; undefined when they stay in the stack's bucket. */
  downloadTo: string | undefined;
  /** How they are kept there; under their usual names where nothing is said. */
  files?: FileChoices;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
}

/** A poll costs nine reads of S3, which is a cent for an hour. */
const pollIntervalMs = 2000;

/** What crawls of a deployed stack take. */
export interface DeployedCrawls extends DeployedRun {
  orders: readonly CrawlOrder[];
  /** The file that the orders read. */
  from?: string | undefined;
  /** Whether the result is an array also of a single crawl. */
  asList?: boolean;
}

/** Orders one crawl of a deployed stack and follows it, as `runDeployedCrawls` does. */
export function runDeployed({
  order,
  ...run
}: DeployedRun & { order: CrawlOrder; from?: string | undefined }): Promise<number> {
  return runDeployedCrawls({ ...run, orders: [order] });
}

/**
 * Orders crawls of a deployed stack, so that they go on whatever becomes of the command, and follows one after the other.
 * Resolves to the exit code, as a local crawl does.
 */
export async function runDeployedCrawls(run: DeployedCrawls): Promise<number> {
  const { stack, output, orders, from, signal, downloadTo, asList = false } = run;
  const { view, paint } = output;
  for (const order of orders) refuseClosedHosts(order, stack);
  const startedAt = Date.now();
  const views = sharedViews(view, orders.length);
  const crawls: { crawlId: string; name: string; watch: CrawlWatch; view: ProgressView }[] = [];
  for (const [index, order] of orders.entries()) {
    if (from !== undefined) {
      try {
        await importFile({ path: from, target: stack.imports(), order, output, signal });
      } catch (error) {
        if (!signal.aborted) throw error;
        const what = crawls.length === 0 ? "Nothing was crawled." : "The crawls before it go on.";
        view.print(`Stopped before the file was uploaded. ${what}`);
        return 130;
      }
    }
    const each = views[index] ?? view;
    const watch = crawlWatch({ view: each, paint });
    const crawlId = await orderCrawl(stack.apiUrl, order, stack.send);
    const name = order.subreddit;
    output.hint(
      orders.length === 1
        ? `Crawl ${crawlId} of the stack ${stack.name}.`
        : `Crawl ${crawlId} of ${name} by the stack ${stack.name}.`,
    );
    crawls.push({ crawlId, name, watch, view: each });
  }
  const [single, ...others] = crawls;
  if (single && others.length === 0 && !asList)
    return followToEnd(single.crawlId, run, single.watch);

  const results: CrawlOfSeveral[] = [];
  let code = 0;
  for (const { crawlId, name, watch, view: each } of crawls) {
    const ended = await follow(crawlId, run, watch);
    if (ended === undefined) return 130;
    each.end();
    const end = ended.status.state === "downloading" ? "not over" : ended.status.state;
    results.push({ name: ended.status.address ?? name, result: ended, end });
    sayEnd(ended, run);
    if (!isWhole(ended)) code = 1;
  }
  view.end();
  showResults(results, Date.now() - startedAt, output);
  if (downloadTo !== undefined) output.hint(whereToLook(await writeGalleryIndex(downloadTo)));
  return code;
}

/** @throws {CommandError} when the order asks for a host whose pictures the stack does not download. */
function refuseClosedHosts({ media_hosts: asked }: CrawlOrder, stack: DeployedStack): void {
  const open = stack.mediaHosts?.split(",").map((name) => name.trim()) ?? ["all"];
  if (open.includes("all")) return;
  const closed = asked?.filter((name) => name !== "all" && !open.includes(name)) ?? [];
  if (closed.length > 0)
    throw new CommandError(
      `The stack ${stack.name} does not open ${closed.join(", ")}: its parameter MediaHosts is "${open.join()}". Deploy it with another, or leave these out of --hosts.`,
    );
}

/** Follows a crawl that was ordered before. Resolves to the exit code. */
export async function showDeployed(run: DeployedRun & { crawlId: string }): Promise<number> {
  return followToEnd(run.crawlId, run, crawlWatch(run.output));
}

async function followToEnd(crawlId: string, run: DeployedRun, watch: CrawlWatch): Promise<number> {
  const ended = await follow(crawlId, run, watch);
  if (ended === undefined) return 130;
  showResult(ended, run.output);
  sayEnd(ended, run, run.downloadTo && (await writeGalleryIndex(run.downloadTo)));
  return isWhole(ended) ? 0 : 1;
}

/** A crawl of a stack once it is no longer followed, with what was downloaded of it. */
interface FollowedCrawl extends CrawlResult {
  status: RemoteStatus;
  /** Pictures that were to be downloaded and are not here. */
  problems: readonly string[];
}

function isWhole({ status, problems }: FollowedCrawl): boolean {
  return problems.length === 0 && status.state === "finished" && status.posts.failed === 0;
}

/** Undefined when the person stopped it, which is said. */
async function follow(
  crawlId: string,
  { stack, output, downloadTo, files, signal }: DeployedRun,
  watch: CrawlWatch,
): Promise<FollowedCrawl | undefined> {
  const { view } = output;
  const client = crawlClient(stack.apiUrl, stack.send);
  watch.ordered();
  try {
    const status = await followDeployed(crawlId, {
      client,
      watch,
      nextPoll: () => sleep(pollIntervalMs, undefined, { signal }),
      now: Date.now,
    });
    view.end();
    const spent = watch.spent();
    const collected = await collectPosts(status, client, { downloadTo, files, view, signal });
    const names = downloadTo === undefined ? undefined : await pictureNames(downloadTo);
    return { status, ...collected, spent, folder: downloadTo, pathOf: names?.pathOf };
  } catch (error) {
    if (!signal.aborted) throw error;
    view.end();
    view.print(
      `Stopped watching. The crawl goes on; check it with: reddit-crawler show ${crawlId} --stack ${stack.name}`,
    );
    return undefined;
  }
}

/** Says what a person can do about a crawl at its end; `page` is the one to look at, where there is one now. */
function sayEnd({ status, problems }: FollowedCrawl, run: DeployedRun, page?: string): void {
  const { view, hint } = run.output;
  const crawl = `${status.crawl_id} --stack ${run.stack.name}`;
  if (status.state === "failed") view.print(`The crawl failed. ${status.failure?.message ?? ""}`);
  if (status.stalled_since !== undefined) view.print(stalledText(status, crawl));
  if (status.posts.failed > 0) hint(`Retry what was given up with: reddit-crawler retry ${crawl}`);
  if (run.downloadTo === undefined)
    hint(`Download its pictures with: reddit-crawler show ${crawl} --download`);
  if (page !== undefined) hint(whereToLook(page));
  for (const problem of problems) view.print(problem);
  if (problems.length > 0) view.print(`Go on with: reddit-crawler show ${crawl} --download`);
}

/** `crawl` is the crawl's id and stack, as the command line takes them. */
function stalledText({ state, posts, stalled_since: since }: RemoteStatus, crawl: string): string {
  if (state === "listing")
    return `The listing has not gone on since ${since}. Check the stack's ArticleLoaderFailureQueue for its request; infra/RUNBOOK.md says how to redrive it.`;
  const open = posts.queued + posts.without_pictures - posts.decided - posts.failed;
  return [
    `Nothing has changed since ${since}, with ${countOf(open, "post")} open. They wait behind other crawls', or their worker died and they are in the dead-letter queue.`,
    `Redrive what is there with: reddit-crawler retry ${crawl}. Check again with: reddit-crawler show ${crawl}`,
  ].join("\n");
}
