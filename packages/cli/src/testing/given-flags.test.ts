import { expect, test } from "vitest";

import { deployCommands, flagsNotGiven } from "./given-flags.ts";

const ofList = (...runs: string[][]) => flagsNotGiven(runs, (command) => command === "list");

test("names every flag of a command that no run gave", () => {
  const all = ["list --json", "list --limit", "list --out", "list --quiet", "list --stack"];
  expect(ofList()).toEqual([...all, "list --verbose"]);
  expect(ofList(["list", "--json", "-v"], ["list", "-l", "3"])).toEqual([
    "list --out",
    "list --quiet",
    "list --stack",
  ]);
});

test("counts a flag for its own command alone, wherever that stands", () => {
  expect(ofList(["show", "abc", "--out", "x"])).toContain("list --out");
  expect(ofList(["crawl", "--out", "x", "list"])).toContain("list --out");
  expect(ofList(["crawl", "list", "--out", "x"])).not.toContain("list --out");
});

test("knows the flags of every command", () => {
  expect(flagsNotGiven([], () => true).length).toBeGreaterThan(60);
  expect(flagsNotGiven([], (command) => deployCommands.includes(command))).toEqual(
    expect.arrayContaining(["affected --stack", "deploy --preview", "rollback --to"]),
  );
  expect(flagsNotGiven([["--version"]], (command) => command === "")).toEqual([]);
});
