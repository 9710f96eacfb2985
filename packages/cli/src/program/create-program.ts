import { addDeployCommands } from "@reddit-crawler/deploy-commands/deploy-program";
import { Command, Option } from "commander";

import packageJson from "../../package.json" with { type: "json" };
import type { DemoSource } from "../local/demo-command.ts";
import { addConfig } from "./config-command.ts";
import { addCrawl } from "./crawl-command.ts";
import { addCrawlQuestions } from "./crawl-questions.ts";
import { addDoctor } from "./doctor-command.ts";
import { fileOptions, filesOf, type FileFlags } from "./file-options.ts";
import { outOption, outputOptions, wholeNumber, wordOptions } from "./options.ts";
import { addVerify } from "./verify-command.ts";
import { runWork, type Caller, type CommonFlags } from "./run-work.ts";

const begin = `
Begin with:
  reddit-crawler demo          a whole crawl without network or keys
  reddit-crawler crawl aww     the 100 top posts of the day, into ./pictures
  reddit-crawler start         the page, to crawl from and look at pictures
"reddit-crawler <command> --help" says more of each.`;

/** The program with all its commands, for `caller`. */
export function createProgram(caller: Caller): Command {
  const program = new Command("reddit-crawler")
    .description("Crawls a subreddit and keeps every picture its posts link.")
    .version(packageJson.version, "-V, --version", "say the version")
    // What stands behind a command's name is that command's, though another one has an option of the same name.
    .enablePositionalOptions()
    .showHelpAfterError("(--help lists what there is)")
    .addHelpText("after", begin);

  addCrawl(program.commandsGroup("Crawl:"), caller);

  wordOptions(
    fileOptions(
      program
        .command("start")
        .description(
          "serve a page to crawl from and look at pictures, http://127.0.0.1:4280/, and an HTTP API beside it",
        )
        .option(
          "-p, --port <port>",
          "port of the API; a free one when not given",
          wholeNumber(1, 65_535),
        )
        .addOption(outOption()),
    ),
  ).action((given: CommonFlags & FileFlags & { port?: number }) =>
    runWork(given, caller, async ({ flags, ...work }) => {
      const { runStart } = await import("../local/start-command.ts");
      const { settings, network, stateFolder } = caller;
      return runStart({
        settings: settings(),
        files: filesOf(flags, caller.sources()),
        network: network(),
        stateFolder,
        apiPort: flags.port,
        ...work,
      });
    }),
  );

  outputOptions(
    program
      .command("demo")
      .description(
        "crawl r/aww with no network and no keys: Reddit and the picture hosts are played on this machine",
      )
      .addOption(
        new Option("--source <way>", "the way in: without keys, or Reddit's API as with keys")
          .choices(["keyless", "api"])
          .default("keyless"),
      )
      .addOption(outOption("pictures/demo")),
  ).action((given: CommonFlags & { source: DemoSource }) =>
    runWork(given, caller, async ({ flags, folder, output, signal }) => {
      // Only here: what draws the demo's pictures takes longer to load than all the rest.
      const { runDemo } = await import("../local/demo-command.ts");
      return runDemo({ source: flags.source, folder, output, signal });
    }),
  );

  addCrawlQuestions(program.commandsGroup("What was crawled:"), caller);
  addVerify(program, caller);
  // The program has the stages' zips beside it, so that there is nothing to build.
  addDeployCommands(program.commandsGroup("On AWS:"), () => {});
  addDoctor(program.commandsGroup("Set-up:"), caller);
  addConfig(program, caller);
  return program.helpCommand("help [command]");
}
