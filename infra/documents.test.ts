import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { describe, expect, test } from "vitest";

const repository = join(import.meta.dirname, "..");
const documents = globSync("{*.md,infra/*.md,packages/*/*.md,packages/*/src/**/*.md}", {
  cwd: repository,
});
const read = (path: string) => readFileSync(join(repository, path), "utf8");

/** GitHub's anchor of each heading of a document. */
function anchorsOf(markdown: string): string[] {
  return Array.from(markdown.matchAll(/^#+ (.+)$/gm), ([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(documents)("the links of %s", (document) => {
  const links = Array.from(read(document).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g));

  test("lead to files and headings", () => {
    const dead = links.filter(([, path = "", anchor = ""]) => {
      const target = path === "" ? document : join(dirname(document), path);
      if (!existsSync(join(repository, target))) return true;
      return anchor !== "" && !anchorsOf(read(target)).includes(anchor);
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  });
});

test.each(documents.filter((path) => path.endsWith("README.md")))(
  "%s has at most 900 words",
  (path) => {
    const words = read(path)
      .split(/\s+/)
      .filter((word) => /[a-z]/i.test(word));
    expect(words.length).toBeLessThanOrEqual(900);
  },
);

test("the root README's map has every package, and the failures of every stage", () => {
  const map = read("README.md");
  const packages = globSync("packages/*/package.json", { cwd: repository }).map(dirname);
  const stages = globSync("packages/*/src/lambda.ts", { cwd: repository });
  const links = [
    ...packages,
    ...stages.map((entry) => `${dirname(dirname(entry))}/README.md#when-it-fails`),
  ];
  expect(links.filter((link) => !map.includes(`(${link})`))).toEqual([]);
});
