import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const repository = join(import.meta.dirname, "..");
const document = readFileSync(join(import.meta.dirname, "LOG-EVENTS.md"), "utf8");

/** The events that the sources of packages log, each with its level, as the document lists them. */
function loggedBy(packages: string): string[] {
  const files = globSync(`packages/${packages}/src/**/*.ts`, { cwd: repository });
  const sources = files
    .filter((path) => !/\.test\.ts$|\/testing\//.test(path))
    .map((path) => readFileSync(join(repository, path), "utf8"));
  const calls = sources.flatMap((source) =>
    Array.from(
      source.matchAll(/(?:log|\))\.(debug|info|warn|error)\(\s*"([a-z][a-z-]+)"/g),
      ([, level = "", event = ""]) => `${level}: ${event}`,
    ),
  );
  return [...new Set(calls)].toSorted();
}

/** What a section of the document lists. */
function listedIn(section: string): string[] {
  const [, text = ""] = document.split(new RegExp(`^## ${section}$`, "m"));
  const [own = ""] = text.split(/^## /m);
  return Array.from(own.matchAll(/^- (debug|info|warn|error): ([^]*?)\n(?=- |\n|$)/gm))
    .flatMap(([, level = "", events = ""]) =>
      Array.from(events.matchAll(/`([a-z-]+)`/g), ([, event = ""]) => `${level}: ${event}`),
    )
    .toSorted();
}

test.each([
  ["api-endpoint", "api-endpoint"],
  ["article-loader", "article-loader"],
  ["balancer", "balancer"],
  ["download-worker", "download-worker"],
  ["Shared by them", "{function-runtime,crawl-status,bucket,media-hosts}"],
])("LOG-EVENTS.md lists what %s logs, each under its level", (section, packages) => {
  expect(listedIn(section)).toEqual(loggedBy(packages));
});

test.each(["api-endpoint", "article-loader", "balancer", "download-worker"])(
  "the README of %s says where its log events are, and how it alone is deployed",
  (stage) => {
    const readme = readFileSync(join(repository, "packages", stage, "README.md"), "utf8");
    expect(readme).toContain(`](../../infra/LOG-EVENTS.md#${stage})`);
    expect(readme).toContain(`npx -y pnpm@12 run deploy ${stage} --stack`);
  },
);
