import { availableParallelism } from "node:os";

import { Command, InvalidArgumentError } from "commander";

import { describeTotals } from "./describe-totals.ts";
import { mutations } from "./mutations/mutations.ts";
import { runSeed } from "./run/run-seed.ts";
import { runThreads } from "./run/run-threads.ts";

interface Options {
  seeds: number;
  from: number;
  seed?: number;
  trace: boolean;
  threads: number;
  mutation?: string;
}

/** Lines of the end of a story, which explain most violations; --trace prints all. */
const lastLines = 60;

const program = new Command("simulate")
  .description("Runs the four stages over a simulated world in which everything fails.")
  .option("--seeds <count>", "how many seeds to run", wholeNumber, 10_000)
  .option("--from <seed>", "the first seed", wholeNumber, 1)
  .option("--seed <seed>", "run this one only", wholeNumber)
  .option("--trace", "with --seed: print everything that happens", false)
  .option("--threads <count>", "how many seeds run at once", wholeNumber, availableParallelism())
  .option(
    "--mutation <name>",
    `break the pipeline: ${mutations.map(({ name }) => name).join(", ")}`,
  )
  .action(async (options: Options) => {
    if (options.mutation && !mutations.some(({ name }) => name === options.mutation))
      throw new InvalidArgumentError(`There is no mutation ${options.mutation}.`);
    process.exitCode = (await (options.seed === undefined ? runMany(options) : runOne(options)))
      ? 0
      : 1;
  });
await program.parseAsync();

/** Whether every seed kept every rule. */
async function runMany({ seeds, from, threads, mutation }: Options): Promise<boolean> {
  const startedMs = performance.now();
  const totals = await runThreads({ from, seeds, threads, mutation }, (soFar) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${soFar.counts.seeds} of ${seeds} seeds `);
  });
  if (process.stderr.isTTY) process.stderr.write("\r");
  say(describeTotals(totals, (performance.now() - startedMs) / 1000));

  const [first] = totals.broken;
  if (!first) return true;
  for (const { seed, violation } of totals.broken)
    say(`seed ${seed}: ${violation.rule}: ${violation.what}`);
  const { story = [] } = await runSeed(first.seed, { hasStory: true, mutation: named(mutation) });
  say(`\nThe end of seed ${first.seed}:\n${story.slice(-lastLines).join("\n")}`);
  say(`\nThe whole of it:\n  ${replayCommand(first.seed, mutation)}`);
  return false;
}

async function runOne({ seed = 0, trace, mutation }: Options): Promise<boolean> {
  const startedMs = performance.now();
  const result = await runSeed(seed, { hasStory: true, mutation: named(mutation) });
  if (trace) say((result.story ?? []).join("\n"));
  say(describeTotals(result.totals, (performance.now() - startedMs) / 1000));
  if (!result.violation) return true;
  say(`${result.violation.rule}: ${result.violation.what}`);
  if (!trace) say(`From its beginning:\n  ${replayCommand(seed, mutation)}`);
  return false;
}

function replayCommand(seed: number, mutation: string | undefined): string {
  const broken = mutation === undefined ? "" : ` --mutation ${mutation}`;
  return `node packages/simulation/src/cli.ts --seed ${seed} --trace${broken}`;
}

function named(name: string | undefined) {
  return mutations.find((mutation) => mutation.name === name);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
