import { resolve } from "node:path";

import { Option, type Command } from "commander";

import { listCrawls } from "../local/list-crawls.ts";
import type { Caller } from "./crawl-command.ts";
import { outOption, outputOf, outputOptions, wholeNumber, type OutputFlags } from "./options.ts";
import { untilStopped } from "./until-stopped.ts";

interface QuestionFlags extends OutputFlags {
  out: string;
  stack?: string;
  download?: boolean;
  limit: number;
}

/** Adds `list`, `show` and `retry` to `crawl`: of the crawls in a folder, or of a deployed stack with `--stack`. */
export function addCrawlQuestions(
  crawl: Command,
  { callerFolder, settings, network }: Caller,
): void {
  const question = (name: string, description: string, own: readonly Option[] = []) => {
    const command = crawl.command(name).description(description);
    for (const option of own) command.addOption(option);
    return outputOptions(
      command
        .addOption(outOption())
        .addOption(new Option("--stack <name>", "ask the stack of that name on AWS")),
    );
  };
  crawl.enablePositionalOptions();
  const deployed = async (name: string) => {
    const { describeStack } = await import("../deployed/describe-stack.ts");
    return describeStack(name);
  };

  const limit = new Option("-l, --limit <crawls>", "how many, 1 to 50")
    .argParser(wholeNumber(1, 50))
    .default(20);
  question("list", "tell which crawls there are, the newest first", [limit]).action(
    async (flags: QuestionFlags) => {
      const output = outputOf(flags);
      await untilStopped(output, async () => {
        const { limit } = flags;
        if (flags.stack === undefined) {
          const { crawlLine, keptCrawls } = await import("../local/kept-crawls.ts");
          const kept = await keptCrawls(resolve(callerFolder, flags.out));
          listCrawls(kept.slice(0, limit).map(crawlLine), output);
        } else {
          const stack = await deployed(flags.stack);
          const { crawlClient } = await import("../deployed/crawl-client.ts");
          listCrawls(await crawlClient(stack.apiUrl, stack.fetch).newest(limit), output);
        }
        return 0;
      });
    },
  );

  const download = new Option("--download", "with --stack: fetch the pictures into the folder");
  question("show", "tell what became of a crawl; with --stack, follow it while it runs", [download])
    .argument("<id>", "the crawl's id")
    .action(async (crawlId: string, flags: QuestionFlags) => {
      const output = outputOf(flags);
      const folder = resolve(callerFolder, flags.out);
      await untilStopped(output, async (signal) => {
        if (flags.stack === undefined) {
          const { showKept } = await import("../local/show-kept.ts");
          return showKept(folder, crawlId, output);
        }
        const stack = await deployed(flags.stack);
        const { showDeployed } = await import("../deployed/run-deployed.ts");
        const downloadTo = flags.download ? folder : undefined;
        return showDeployed({ crawlId, stack, output, downloadTo, signal });
      });
    });

  question(
    "retry",
    "try again what a crawl gave up: here the crawl is run again, a stack gives its dead letters back",
  )
    .argument("<id>", "the crawl's id")
    .action(async (crawlId: string, flags: QuestionFlags) => {
      const output = outputOf(flags);
      const folder = resolve(callerFolder, flags.out);
      await untilStopped(output, async (signal) => {
        if (flags.stack === undefined) {
          const [{ orderOfKept }, { runCrawl }] = await Promise.all([
            import("../local/show-kept.ts"),
            import("../local/run-crawl.ts"),
          ]);
          const order = await orderOfKept(folder, crawlId);
          return runCrawl({
            order,
            settings: settings(),
            folder,
            network: network(),
            output,
            signal,
          });
        }
        const stack = await deployed(flags.stack);
        const { retryDeployed } = await import("../deployed/retry-deployed.ts");
        return retryDeployed({ crawlId, stack, output });
      });
    });
}
