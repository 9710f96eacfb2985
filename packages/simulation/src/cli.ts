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
    process.exitCode = (await run(options)) ? 0 : 1;
  });
await program.parseAsync();

/** Whether every seed kept every rule. */
async function run({ seed, trace, threads, mutation, ...many }: Options): Promise<boolean> {
  const { from, seeds } = seed === undefined ? many : { from: seed, seeds: 1 };
  const startedMs = performance.now();
  const totals = await runThreads({ from, seeds, threads, mutation }, ({ counts }) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${counts.seeds} of ${seeds} seeds `);
  });
  const seconds = (performance.now() - startedMs) / 1000;
  if (process.stderr.isTTY) process.stderr.write("\r");

  const [first] = totals.broken;
  const { story = [] } = await runSeed(seed ?? first?.seed ?? from, {
    hasStory: true,
    mutation: named(mutation),
  });
  if (seed !== undefined && trace) say(story.join("\n"));
  say(describeTotals(totals, seconds));
  for (const { seed, violation } of totals.broken)
    say(`seed ${seed}: ${violation.rule}: ${violation.what}`);
  if (!first || trace) return !first;
  say(`\nThe end of seed ${first.seed}:\n${story.slice(-lastLines).join("\n")}`);
  const broken = mutation === undefined ? "" : ` --mutation ${mutation}`;
  const command = `node packages/simulation/src/cli.ts --seed ${first.seed} --trace${broken}`;
  say(`\nThe whole of it:\n  ${command}`);
  return false;
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
