import { homedir } from "node:os";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";

import { proxyVariables, readLocalSettings } from "../pipeline/local-settings.ts";
import { stateFolderOf } from "../pipeline/state-folder.ts";
import { configFileOf, settingSources } from "../pipeline/setting-sources.ts";
import { createProgram } from "./create-program.ts";
import type { Caller } from "./run-work.ts";
import { streamAdvice } from "../terminal/advice.ts";

/** pnpm runs scripts in the repository, which is then the working folder; paths are meant from where the person is. */
const callerFolder = process.env["INIT_CWD"] ?? process.cwd();
const sources = () =>
  settingSources(process.env, [callerFolder, process.cwd()], configFileOf(process.env));
const caller: Caller = {
  callerFolder,
  settings: () => readLocalSettings(sources()),
  sources,
  network: () => proxyVariables(process.env),
  stateFolder: stateFolderOf(process.env, homedir()),
};

const program = createProgram(caller);

/** Prints a completion that a shell may read twice: the script's own constants cannot be set again. */
function printSourceable(): void {
  const { log } = console;
  console.log = (...texts: unknown[]) =>
    log(...texts.map((text) => String(text).replaceAll(/^(\s*)readonly /gm, "$1")));
}

const completionExamples = `
Examples:
  # bash: install its package bash-completion, too
  echo 'eval "$(reddit-crawler completion bash)"' >> ~/.bashrc
  echo 'source <(reddit-crawler completion zsh)' >> ~/.zshrc
  echo 'reddit-crawler completion fish | source' >> ~/.config/fish/config.fish`;

// Only where it is wanted or listed: it goes through every command and option.
const listing = [undefined, "completion", "complete", "help", "--help", "-h"];
if (listing.includes(process.argv[2])) {
  const { default: addCompletion } = await import("@bomb.sh/tab/commander");
  addCompletion(program, { completionCommandName: "completion" });
  const completion = program.commands.find((command) => command.name() === "completion");
  completion
    ?.description("print what a shell reads to complete commands and options")
    .addHelpText("after", completionExamples);
  if (process.argv[2] === "completion") printSourceable();
}

const [, , verb, asked = "help"] = process.argv;
const known = ["help", "--help", "-h", ...program.commands.map((command) => command.name())];
// Said as of the command itself, with what may have been meant.
if (verb === "help" && !known.includes(asked)) process.argv.splice(2, 1);

let lostWords = false;
// The reader of either stream may have enough of it, as head has, or its terminal may be closed. What the command began is
// brought to its end, in silence. Where words are lost, as on a full disk, the command says so and fails.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || error.code === "EIO" || lostWords) return;
    lostWords = true;
    process.once("exit", () => (process.exitCode = 1));
    if (stream === process.stdout) process.stderr.write(`${streamAdvice(error)}\n`);
  });

await program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof CommandError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
