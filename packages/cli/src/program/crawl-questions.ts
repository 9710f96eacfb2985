import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { Option, type Command } from "commander";

import { listCrawls } from "../terminal/crawl-list.ts";
import {
  downloadGoesWithStack,
  downloadOption,
  outOption,
  outputOptions,
  wholeNumber,
} from "./options.ts";
import { fileOptions, filesOf, refuseFileFlags, type FileFlags } from "./file-options.ts";
import { deployedStack, runWork, type Caller, type CommonFlags } from "./run-work.ts";

interface QuestionFlags extends CommonFlags, FileFlags {
  stack?: string;
  download?: boolean;
  limit: number;
}

/** Adds `list`, `show` and `retry` to `parent`: of the crawls in a folder, or of a deployed stack with `--stack`. */
export function addCrawlQuestions(parent: Command, caller: Caller): void {
  const question = (name: string, description: string, own: readonly Option[] = []) => {
    const command = parent.command(name).description(description);
    for (const option of own) command.addOption(option);
    const out = outOption("pictures", "where the pictures are");
    command.addOption(out).option("--stack <name>", "ask the stack of that name on AWS");
    return outputOptions(command);
  };

  const limit = new Option("-l, --limit <crawls>", "how many, 1 to 50")
    .argParser(wholeNumber(1, 50))
    .default(20);
  question("list", "list the crawls, the newest first", [limit]).action(
    (given: QuestionFlags, command: Command) =>
      runWork(given, caller, async ({ flags, folder, output }) => {
        if (flags.stack === undefined) {
          const { listKept } = await import("../local/kept-crawls.ts");
          const { assertFolder } = await import("../local/kept-folder.ts");
          // The usual folder is there from the first crawl on.
          if (command.getOptionValueSource("out") !== "default") await assertFolder(folder);
          await listKept(folder, flags.limit, output);
        } else {
          const stack = await deployedStack(flags.stack);
          const { crawlClient } = await import("../deployed/crawl-client.ts");
          listCrawls(await crawlClient(stack.apiUrl, stack.send).newest(flags.limit), output);
        }
        return 0;
      }),
  );

  const show = "show what became of a crawl; with --stack, follow it while it runs";
  fileOptions(question("show", show, [downloadOption()]))
    .argument("<id>", "the crawl's id, or how it begins")
    .action((crawlId: string, given: QuestionFlags) =>
      runWork(given, caller, async ({ flags, folder, output, signal }) => {
        if (!flags.download) refuseFileFlags(flags);
        const files = filesOf(flags, caller.sources());
        if (flags.stack === undefined) {
          if (flags.download) throw new CommandError(downloadGoesWithStack);
          const { showKept } = await import("../local/kept-crawls.ts");
          return showKept(folder, crawlId, output);
        }
        const stack = await deployedStack(flags.stack);
        const { showDeployed } = await import("../deployed/run-deployed.ts");
        const downloadTo = flags.download ? folder : undefined;
        return showDeployed({ crawlId, stack, output, downloadTo, files, signal });
      }),
    );

  const retry =
    "retry what a crawl gave up: here the crawl is run again, a stack redrives its dead letters";
  fileOptions(question("retry", retry))
    .argument("<id>", "the crawl's id, or how it begins")
    .action((crawlId: string, given: QuestionFlags) =>
      runWork(given, caller, async ({ flags, ...work }) => {
        if (flags.stack === undefined) {
          const { orderOfKept } = await import("../local/kept-crawls.ts");
          const { runCrawl } = await import("../local/run-crawl.ts");
          const order = await orderOfKept(work.folder, crawlId, work.output);
          const { settings, network, stateFolder } = caller;
          const files = filesOf(flags, caller.sources());
          const run = { order, stateFolder, files, ...work };
          return runCrawl({ ...run, settings: settings(), network: network() });
        }
        refuseFileFlags(flags);
        const { retryDeployed } = await import("../deployed/retry-deployed.ts");
        await retryDeployed(crawlId, await deployedStack(flags.stack), work.output);
        return 0;
      }),
    );
}
