import { resolve } from "node:path";

import { Command } from "commander";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { readLocalSettings } from "../pipeline/local-settings.ts";
import { repositoryRoot } from "../pipeline/pipeline.ts";
import { proxyVariables } from "../pipeline/proxy-variables.ts";
import { crawlCommand } from "./crawl-command.ts";
import {
  outOption,
  outputOf,
  outputOptions,
  wholeNumber,
  wordOptions,
  type OutputFlags,
} from "./options.ts";
import { untilStopped } from "./until-stopped.ts";

/** pnpm runs scripts in the repository; paths are meant from where the person is. */
const callerFolder = process.env["INIT_CWD"] ?? process.cwd();

const program = new Command("npx -y pnpm@12")
  .description("Crawls a subreddit and keeps every picture its posts link.")
  // What stands behind a command's name is that command's, though another one has an option of the same name.
  .enablePositionalOptions()
  .showHelpAfterError("(--help tells what there is)")
  .configureHelp({ showGlobalOptions: true });

program.addCommand(
  crawlCommand({
    callerFolder,
    settings: () => readLocalSettings(process.env, [callerFolder, repositoryRoot]),
    network: () => proxyVariables(process.env),
  }),
);

wordOptions(
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
).action(async (flags: OutputFlags & { out: string; port?: number }) => {
  const output = outputOf(flags);
  await untilStopped(output, async (signal) => {
    const { runStart } = await import("../local/start-command.ts");
    return runStart({
      settings: readLocalSettings(process.env, [callerFolder, repositoryRoot]),
      folder: resolve(callerFolder, flags.out),
      network: proxyVariables(process.env),
      apiPort: flags.port,
      output,
      signal,
    });
  });
});

outputOptions(
  program
    .command("demo")
    .description(
      "crawl r/aww with no network and no keys: Reddit and the picture hosts are played on this machine",
    )
    .addOption(outOption("pictures/demo")),
).action(async (flags: OutputFlags & { out: string }) => {
  const output = outputOf(flags);
  await untilStopped(output, async (signal) => {
    // Only here: what draws the demo's pictures takes longer to load than all the rest.
    const { runDemo } = await import("../local/demo-command.ts");
    return runDemo({ folder: resolve(callerFolder, flags.out), output, signal });
  });
});

// Whoever reads the output may have enough of it, as head has.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

await program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof CommandError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
