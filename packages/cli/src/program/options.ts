import { InvalidArgumentError, Option, type Command } from "commander";

/** `command` with the options about its output. */
export function outputOptions(command: Command): Command {
  return wordOptions(
    command.optionsGroup("Output:").option("--json", "give the result as JSON on standard output"),
  );
}

/** The same for a command that runs until it is stopped, and so has no result. */
export function wordOptions(command: Command): Command {
  return command
    .optionsGroup("Output:")
    .addOption(new Option("-q, --quiet", "say nothing but errors").conflicts("verbose"))
    .option("-v, --verbose", "show every line that the stages log");
}

/** Where pictures are on this machine. */
export function outOption(folder = "pictures", what = "where the pictures go"): Option {
  return new Option("-o, --out <folder>", what).default(folder);
}

/** With `--stack`, whether pictures are fetched. */
export function downloadOption(): Option {
  return new Option("--download", "with --stack: fetch the pictures into the folder");
}

/** Said where `--download` would be without effect. */
export const downloadGoesWithStack =
  "--download goes with --stack: here, pictures are kept anyway.";

/** Reads an option that is a whole number within bounds. */
export function wholeNumber(min: number, max: number) {
  return (text: string) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

const durationUnitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Reads a length of time, such as `90s`, `2m` or `1h`, as milliseconds. @throws {InvalidArgumentError} for anything else. */
export function readDuration(text: string): number {
  const [, count, unit = ""] = /^([1-9]\d{0,4})([smh])$/.exec(text) ?? [];
  if (count === undefined)
    throw new InvalidArgumentError("It must be a length of time such as 90s, 2m or 1h.");
  return Number(count) * (durationUnitsMs[unit] ?? 0);
}
