import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { readWorkflows } from "./workflow.ts";

interface Manager {
  managerFilePatterns: string[];
  matchStrings: string[];
}
const { customManagers }: { customManagers: Manager[] } = JSON.parse(
  readFileSync(new URL("../../.github/renovate.json", import.meta.url), "utf8"),
);

/** Renovate's patterns are regular expressions between slashes. */
const patternOf = (text: string) => new RegExp(text.replace(/^\/(.*)\/$/, "$1"));

/** The versions that Renovate finds in the commands of a workflow, in the order of its managers. */
function versionsFound(file: string, text: string): string[] {
  return customManagers
    .filter(({ managerFilePatterns }) =>
      managerFilePatterns.some((one) => patternOf(one).test(`.github/workflows/${file}`)),
    )
    .flatMap(({ matchStrings }) => matchStrings)
    .flatMap((match) => [...text.matchAll(new RegExp(match, "g"))])
    .map(({ groups }) => groups?.["currentValue"] ?? "");
}

describe.each(Object.entries(readWorkflows()))("the versions in %s", (file, text) => {
  test("that stand in commands are all found by Renovate", () => {
    const commands = text.split("\n").filter((line) => !/^\s*(?:#|(?:- )?uses:)/.test(line));
    const versions = commands.flatMap((line) => line.match(/(?<=[@=])\d+\.\d+\.\d+/g) ?? []);
    expect(versionsFound(file, text).toSorted()).toEqual(versions.toSorted());
  });
});

test("Renovate's patterns find what they are for", () => {
  expect(versionsFound("ci.yml", readWorkflows()["ci.yml"] ?? "")).toHaveLength(2);
  expect(versionsFound("deploy.yml", "run: npx -y pnpm@12.21.0 install")).toEqual(["12.21.0"]);
});
