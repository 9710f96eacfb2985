import { resolve } from "node:path";

import {
  crawlSources,
  maxArchivedPostsPerCrawl,
  maxPostsPerCrawl,
  sortMethods,
  timeFilters,
} from "@reddit-crawler/message-schema";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { Option, type Command } from "commander";

import { addCrawlQuestions } from "./crawl-questions.ts";
import { addDoctor } from "./doctor-command.ts";
import { fileOptions, filesOf, refuseFileFlags, type FileFlags } from "./file-options.ts";
import { filterOptions } from "./filter-options.ts";
import {
  downloadGoesWithStack,
  downloadOption,
  outOption,
  outputOptions,
  readDuration,
  wholeNumber,
} from "./options.ts";
import { readNames } from "./read-names.ts";
import { readOrders, type OrderFlags } from "./read-order.ts";
import { addVerify } from "./verify-command.ts";
import { deployedStack, runWork, type Caller, type CommonFlags } from "./run-work.ts";

interface CrawlFlags extends CommonFlags, OrderFlags, FileFlags {
  stack?: string;
  download?: boolean;
  patience?: number;
  verify?: boolean;
  anew?: boolean;
  names?: string;
  dryRun?: boolean;
}

const examples = `
Reddit's keys, REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, come from the
environment or .env; without them posts come from Reddit's public feed and an
archive. The exit code is 0 when every post of every crawl was decided, 1 when
not, 130 after Ctrl-C. --json gives one document, of several names or with
--names an array of them.

Examples:
  reddit-crawler crawl aww
      the 100 top posts of the day, into ./pictures
  reddit-crawler crawl r/EarthPorn -t year -l 500 -o ~/walls
      more of them, elsewhere
  reddit-crawler crawl aww cats u/name
      several, one after the other; "aww+cats" is one
  reddit-crawler crawl --names favourites.txt -l 25
      what a file names, one a line
  reddit-crawler crawl u/name
      all that a user posted, the newest first
  reddit-crawler crawl https://redd.it/1skbyfv
      one post
  reddit-crawler crawl aww --stack pictures --download
      by the stack "pictures" on AWS; then fetch them
  reddit-crawler crawl aww --min-score 1000 --no-nsfw --since 3d
  reddit-crawler crawl aww --sidecar --name "{title:60} {id}-{nn}.{ext}"
  reddit-crawler crawl aww --from RS_2023-01.zst -l 100000
      out of a dump, without Reddit
  reddit-crawler crawl aww cats --dry-run
      what these would store, and what not and why
  reddit-crawler list
      the crawls of ./pictures
  reddit-crawler crawl aww --json | jq .reasons
      for scripts`;

/** Adds `crawl` to `parent`, and the questions about crawls below it. */
export function addCrawl(parent: Command, caller: Caller): void {
  const command = parent
    .command("crawl")
    .description("crawl a subreddit, a user or a post once and keep the pictures as plain files")
    .helpCommand(true)
    .enablePositionalOptions()
    .usage("[options] <what...> | list | show <id> | retry <id>")
    .argument(
      "[what...]",
      'one or more, a crawl each: a subreddit as "aww", "r/aww", "aww+cats"; a user as "u/name", of whom all counts ("u_name" is the profile alone); a reddit.com URL of one, or of a post, redd.it and share links included',
    )
    .optionsGroup("Which posts:")
    .addOption(
      new Option(
        "-s, --sort <order>",
        "Reddit's order; without it the URL's, or top, of a user new",
      ).choices([...sortMethods]),
    )
    .addOption(
      new Option(
        "-t, --time <period>",
        "the period that counts, for top and controversial; without it the URL's, or day, of a user all",
      ).choices([...timeFilters]),
    )
    .option(
      "-l, --limit <posts>",
      `how many posts, 1 to ${maxPostsPerCrawl}, of the archive or a file to ${maxArchivedPostsPerCrawl}`,
      wholeNumber(1, maxArchivedPostsPerCrawl),
      100,
    )
    .option(
      "--names <file>",
      "crawl what a file names, too: one a line, # comments; - reads standard input",
    )
    .addOption(
      new Option(
        "--source <way>",
        "the way to the listing; auto: the api with keys, else keyless",
      ).choices([...crawlSources]),
    )
    .option(
      "--from <file>",
      'read the posts of a dump or download: .jsonl, .ndjson, .zst or .gz, in its order; "all" crawls every subreddit of it',
    );
  filterOptions(command)
    .optionsGroup("Where:")
    .addOption(outOption())
    .option("--stack <name>", "let the stack of that name on AWS do it")
    .addOption(downloadOption())
    .option(
      "--patience <time>",
      "without --stack: how long to wait for posts whose host is down, beyond the last progress: 90s, 2m, 1h (default: 2m)",
      readDuration,
    )
    .option(
      "--verify",
      "first compare the folder's pictures with their records, and repair broken ones",
    )
    .option("--anew", "list from the beginning, also what was stopped before its end")
    .addHelpText("after", examples);
  fileOptions(command);
  command
    .optionsGroup("Output:")
    .option(
      "--dry-run",
      "list what would be stored and what not, with reasons; Reddit is asked, nothing is downloaded",
    );
  outputOptions(command).action(async (named: string[], given: CrawlFlags) => {
    if (named.length === 0 && given.names === undefined) {
      command.help({ error: true });
      return;
    }
    await runWork(given, caller, async ({ flags, folder, output, signal }) => {
      const { callerFolder, network, settings, stateFolder } = caller;
      const names = [...named, ...(await namesIn(flags.names, callerFolder, signal))];
      const orders = readOrders(names, flags);
      const asList = orders.length > 1 || flags.names !== undefined;
      const from = flags.from && resolve(callerFolder, flags.from);
      const crawls = { orders, asList, from, output, signal };
      const files = filesOf(flags, caller.sources());
      if (flags.dryRun) refuseWithDryRun(flags);
      if (flags.stack !== undefined) {
        if (flags.patience !== undefined)
          throw new CommandError(
            "--patience is without effect with --stack, where posts wait by themselves. Leave it out.",
          );
        if (flags.verify)
          throw new CommandError(
            "--verify goes without --stack: it compares the pictures of a folder on this machine.",
          );
        if (!flags.download) refuseFileFlags(flags);
        if (flags.anew)
          throw new CommandError(
            "--anew goes without --stack: there a crawl goes on by itself. Leave one out.",
          );
        const stack = await deployedStack(flags.stack);
        const { runDeployedCrawls } = await import("../deployed/run-deployed.ts");
        return runDeployedCrawls({
          ...crawls,
          stack,
          downloadTo: flags.download ? folder : undefined,
          files,
        });
      }
      if (flags.download) throw new CommandError(downloadGoesWithStack);
      const machine = { settings: settings(), network: network(), stateFolder };
      if (flags.dryRun) {
        const { runDryRun } = await import("../dry-run/run-dry-run.ts");
        return runDryRun({ ...crawls, ...machine, folder, naming: files.naming });
      }
      const { runCrawls } = await import("../local/run-crawl.ts");
      const { verify, anew, patience: patienceMs } = flags;
      return runCrawls({ ...crawls, ...machine, folder, files, verify, anew, patienceMs });
    });
  });
  addCrawlQuestions(command, caller);
  addVerify(command, caller);
  addDoctor(command, caller);
}

/** @throws {CommandError} when another flag would be without effect. */
function refuseWithDryRun({ stack, verify, anew, patience, sidecar }: CrawlFlags): void {
  if (stack !== undefined)
    throw new CommandError(
      "--dry-run goes without --stack: it lists on this machine what a crawl would store. Leave one out.",
    );
  if (verify === true || anew === true || sidecar === true || patience !== undefined)
    throw new CommandError(
      "--verify, --anew, --sidecar and --patience are without effect with --dry-run, which downloads nothing. Leave them out.",
    );
}

async function namesIn(file: string | undefined, folder: string, signal: AbortSignal) {
  if (file === undefined) return [];
  return readNames(file === "-" ? file : resolve(folder, file), signal);
}
