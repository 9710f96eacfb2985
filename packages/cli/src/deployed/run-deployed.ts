import { setTimeout as sleep } from "node:timers/promises";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { writeGalleryIndex } from "@reddit-crawler/gallery/document/write-index";

import { importFile } from "../import/import-file.ts";
import { orderCrawl, type CrawlOrder } from "../pipeline/crawl-api.ts";
import { whereToLook } from "../terminal/advice.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { showResult } from "../terminal/crawl-report.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { crawlWatch, type CrawlWatch } from "../terminal/crawl-watch.ts";
import { collectPosts } from "./collect-posts.ts";
import { crawlClient, type CrawlClient, type RemoteStatus } from "./crawl-client.ts";
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

/** A poll costs nine reads of S3, which is a cent for an hour. */
const pollIntervalMs = 2000;

/** Orders a crawl of a deployed stack and follows it. Resolves to the exit code, as a local crawl does. */
export async function runDeployed(
  run: DeployedRun & { order: CrawlOrder; from?: string | undefined },
): Promise<number> {
  const { stack, output, from } = run;
  refuseClosedHosts(run.order, stack);
  if (from !== undefined) {
    try {
      await importFile({ path: from, target: stack.imports(), ...run });
    } catch (error) {
      if (!run.signal.aborted) throw error;
      output.view.print("Stopped before the file was uploaded. Nothing was crawled.");
      return 130;
    }
  }
  const watch = crawlWatch(output);
  const crawlId = await orderCrawl(stack.apiUrl, run.order, stack.fetch);
  output.hint(`Crawl ${crawlId} of the stack ${stack.name}.`);
  return followToEnd(crawlId, run, watch);
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
  const { stack, output, signal } = run;
  const { view } = output;
  const client = crawlClient(stack.apiUrl, stack.fetch);
  watch.ordered();
  try {
    const status = await followDeployed(crawlId, {
      client,
      watch,
      nextPoll: () => sleep(pollIntervalMs, undefined, { signal }),
      now: Date.now,
    });
    view.end();
    const isWhole = await reportEnd(status, client, run, watch);
    return isWhole && status.state === "finished" && status.posts.failed === 0 ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    view.end();
    view.print(
      `Stopped watching. The crawl goes on; check it with: reddit-crawler show ${crawlId} --stack ${stack.name}`,
    );
    return 130;
  }
}

/** Resolves to whether every picture that was to be downloaded is here. */
async function reportEnd(
  status: RemoteStatus,
  client: CrawlClient,
  { stack, output, downloadTo, signal }: DeployedRun,
  watch: CrawlWatch,
): Promise<boolean> {
  const { view, hint } = output;
  const crawl = `${status.crawl_id} --stack ${stack.name}`;
  const spent = watch.spent();
  const collecting = { downloadTo, view, signal };
  const { records, problems } = await collectPosts(status, client, collecting);
  showResult({ status, records, spent, folder: downloadTo }, output);
  if (status.state === "failed") view.print(`The crawl failed. ${status.failure?.message ?? ""}`);
  if (status.stalled_since !== undefined) view.print(stalledText(status, crawl));
  if (status.posts.failed > 0) hint(`Retry what was given up with: reddit-crawler retry ${crawl}`);
  if (downloadTo === undefined)
    hint(`Download its pictures with: reddit-crawler show ${crawl} --download`);
  else hint(whereToLook(await writeGalleryIndex(downloadTo)));
  for (const problem of problems) view.print(problem);
  if (problems.length > 0) view.print(`Go on with: reddit-crawler show ${crawl} --download`);
  return problems.length === 0;
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
