import { resolve } from "node:path";

import { maxPostsPerCrawl, sortMethods, timeFilters } from "@reddit-crawler/message-schema";
import { Command, InvalidArgumentError, Option } from "commander";

import { CommandError, readLocalSettings } from "./commands/local-settings.ts";
import { repositoryRoot } from "./commands/pipeline.ts";
import { progressView } from "./commands/progress-view.ts";
import { proxyVariables } from "./commands/proxy-variables.ts";
import { runCrawl } from "./commands/run-crawl.ts";
import { runStart } from "./commands/start-command.ts";

/** pnpm runs scripts in the repository; paths are meant from where the person is. */
const callerFolder = process.env["INIT_CWD"] ?? process.cwd();
const view = progressView(process.stderr);

interface CommonOptions {
  out: string;
  verbose: boolean;
}

interface CrawlOptions extends CommonOptions {
  sort: string;
  time: string;
  limit: number;
}

function wholeNumber(min: number, max: number) {
  return (text: string) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** Runs `work` with a signal that the first Ctrl-C aborts; a second one ends the process at once. */
async function untilStopped(work: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  try {
    process.exitCode = await work(stop.signal);
  } catch (error) {
    view.end();
    view.print(
      error instanceof CommandError
        ? error.message
        : String(error instanceof Error ? error.stack : error),
    );
    process.exitCode = 1;
  }
}

const settings = () => readLocalSettings(process.env, [callerFolder, repositoryRoot]);
const outOption = new Option("-o, --out <folder>", "where the pictures go").default("pictures");
const verboseOption = new Option("-v, --verbose", "show every line that the stages log").default(
  false,
);

const program = new Command("reddit-crawler").description(
  "Crawls a subreddit and keeps every picture its posts link, on this machine.",
);

program
  .command("crawl")
  .description("crawl a subreddit once and keep its pictures as plain files")
  .argument("<subreddit>", 'such as "aww", "r/aww", "u_name" or "aww+cats"')
  .addOption(
    new Option("-s, --sort <order>", "Reddit's order").choices([...sortMethods]).default("top"),
  )
  .addOption(
    new Option("-t, --time <period>", "the period that counts, for top and controversial")
      .choices([...timeFilters])
      .default("day"),
  )
  .addOption(
    new Option("-l, --limit <posts>", `how many posts, 1 to ${maxPostsPerCrawl}`)
      .argParser(wholeNumber(1, maxPostsPerCrawl))
      .default(100),
  )
  .addOption(outOption)
  .addOption(verboseOption)
  .action((subreddit: string, options: CrawlOptions) =>
    untilStopped((signal) =>
      runCrawl({
        order: {
          subreddit,
          sort_method: options.sort,
          time_filter: options.time,
          limit: options.limit,
        },
        settings: settings(),
        folder: resolve(callerFolder, options.out),
        network: proxyVariables(process.env),
        verbose: options.verbose,
        view,
        signal,
      }),
    ),
  );

program
  .command("start")
  .description("keep the pipeline up and take crawls over its HTTP API")
  .addOption(
    new Option("-p, --port <port>", "port of the API; a free one when not given").argParser(
      wholeNumber(1, 65_535),
    ),
  )
  .addOption(outOption)
  .addOption(verboseOption)
  .action((options: CommonOptions & { port?: number }) =>
    untilStopped((signal) =>
      runStart({
        settings: settings(),
        folder: resolve(callerFolder, options.out),
        network: proxyVariables(process.env),
        apiPort: options.port,
        verbose: options.verbose,
        view,
        signal,
      }),
    ),
  );

program
  .command("demo")
  .description(
    "the same crawl with no network and no keys: Reddit and the picture hosts are played on this machine",
  )
  .addOption(new Option("-o, --out <folder>", "where the pictures go").default("pictures/demo"))
  .addOption(verboseOption)
  .action((options: CommonOptions) =>
    untilStopped(async (signal) => {
      // Only here: what draws the demo's pictures takes longer to load than all the rest.
      const { runDemo } = await import("./commands/demo-command.ts");
      return runDemo({
        folder: resolve(callerFolder, options.out),
        verbose: options.verbose,
        view,
        signal,
      });
    }),
  );

await program.parseAsync();
