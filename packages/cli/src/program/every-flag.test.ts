import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { addAffectedCommand } from "@reddit-crawler/deploy-commands/deploy-program";
import type { Command, Option } from "commander";
import { expect, test } from "vitest";

import { repositoryRoot } from "../testing/repository.ts";
import { createProgram } from "./create-program.ts";

/** Flags that no test gives to its command, with the reason. */
const untested: Readonly<Record<string, string>> = {};

/** Sources that run the commands as a person does. */
const runners = globSync(
  "{packages/{cli,deploy-commands}/src/**/*.test.ts,infra/verify/verify-*.ts}",
  { cwd: repositoryRoot },
);

const neverCalled = () => {
  throw new Error("Nothing of the caller is wanted to list the options.");
};
const program = createProgram({
  callerFolder: "/",
  settings: neverCalled,
  sources: neverCalled,
  network: neverCalled,
  stateFolder: "/",
});
addAffectedCommand(program, neverCalled);
const commandNames = new Set(program.commands.map((command) => command.name()));

/** Every option of a command and of those below it; `crawl list` is `list`. */
function optionsOf(command: Command, name = ""): { name: string; option: Option }[] {
  const below = command.commands.filter(
    (child) => command === program || !commandNames.has(child.name()),
  );
  return [
    ...command.options.map((option) => ({ name, option })),
    ...below.flatMap((child) => optionsOf(child, child.name())),
  ];
}

/** `command --flag` of every run in a source. A run that is to be refused, beside the pattern of its message, is none. */
function flagsGivenIn(source: string): string[] {
  const lists = source.matchAll(/(\w*)[[(]((?:[^[\]()]|\([^()]*\)|\$\{[^}]*\})*)[\])](?!,\s*\/)/g);
  return Array.from(lists).flatMap(([, called = "", list = ""]) => {
    const quoted = Array.from(list.matchAll(/["`]([^"`\n]*)["`]/g), ([, word = ""]) => word);
    const isCommand = (word: string) => commandNames.has(word);
    // Also `crawl("--name", …)`, which is a test's own short form.
    const words = isCommand(called) ? [called, ...quoted] : quoted;
    const first = words.findIndex(isCommand);
    // Also `crawl list` and the like.
    const at = words[first] === "crawl" && isCommand(words[first + 1] ?? "") ? first + 1 : first;
    const name = at < 0 ? "" : words[at];
    return words.slice(at + 1).map((word) => `${name} ${word}`);
  });
}

const given = new Map<string, string>();
for (const path of runners)
  for (const flag of flagsGivenIn(readFileSync(join(repositoryRoot, path), "utf8")))
    given.set(flag, path);

const options = optionsOf(program);
const isGiven = ({ name, option: { short, long } }: (typeof options)[number]) =>
  [short, long].some((flag) => flag && given.has(`${name} ${flag}`));
const nameOf = ({ name, option }: (typeof options)[number]) => `${name} ${option.long}`;

test("every flag of every command is given to it in a test, or listed as untested", () => {
  expect(options.length).toBeGreaterThan(60);
  const missing = options.filter((one) => !isGiven(one)).map(nameOf);
  expect(missing.toSorted()).toEqual(Object.keys(untested).toSorted());
});

test("a flag that is refused counts as no test of it", () => {
  const refused = `["crawl", "aww", "--limit", "0"], /whole number/`;
  expect(flagsGivenIn(refused)).toEqual([]);
  const accepted = `run(["crawl", "show", id, "--out", out()])`;
  expect(flagsGivenIn(accepted)).toEqual(["show --out"]);
});
