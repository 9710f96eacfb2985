import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { stages } from "../verify/fresh-clone.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const shared = ["bucket", "crawl-status", "function-runtime", "media-hosts", "message-schema"];
const development = [...readdirSync(join(repository, "packages")), "infra"].filter(
  (name) => !shared.includes(name),
);

/** Statements by what they reach for, each on a line of its own. */
const statements = {
  "what stages share": shared.map((name) => `export * from "@reddit-crawler/${name}/x";`),
  "any other package": [
    ...development.map((name) => `import "@reddit-crawler/${name}";`),
    'import type { A } from "@reddit-crawler/balancer/a";',
    'export * from "@reddit-crawler/balancer/b";',
    'void import("@reddit-crawler/balancer/c");',
    'export * from "../../balancer/src/handler.ts";',
    'export * from "../../../gallery/src/x.ts";',
  ],
  "AWS, the network or the disk": [
    'import { S3Client } from "@aws-sdk/client-s3";',
    'import type { SqsClient } from "@aws-sdk/client-sqs";',
    'import "@smithy/signature-v4";',
    'import "undici";',
    'import "node:fs";',
    'export * from "node:fs/promises";',
    'import "fs";',
    'import "fs/promises";',
    'void import("@aws-sdk/client-sns");',
  ],
  "the environment": ['export const level = process.env["LOG_LEVEL"];'],
  "the environment by import": [
    'import { env } from "node:process";',
    'import * as self from "process";',
  ],
};
type Reach = keyof typeof statements;
const source = Object.values(statements).flat();

/** How the lint refuses what reaches there. */
const refusals: Partial<Record<Reach, string>> = {
  "any other package": "eslint(no-restricted-imports): Stages meet in their messages",
  "AWS, the network or the disk": "eslint(no-restricted-imports): What touches AWS, the network",
  "the environment": "node(no-process-env): ",
  "the environment by import":
    "eslint(no-restricted-imports): Only lambda.ts reads the environment",
};

const filesOf = (names: readonly string[], file: string) =>
  names.map((name) => `packages/${name}/src/${file}`);

/** Places in the code, and what may not be reached from there. */
const places: readonly [what: string, files: readonly string[], refused: readonly Reach[]][] = [
  [
    "rules and use cases",
    [
      ...filesOf([...stages, ...shared], "x.ts"),
      ...filesOf([...stages, ...shared], "config.ts"),
      ...filesOf([...stages, ...shared], "deep/x.ts"),
      ...filesOf(stages, "deep/handler.ts"),
      ...filesOf(shared, "handler.ts"),
    ],
    [
      "any other package",
      "AWS, the network or the disk",
      "the environment",
      "the environment by import",
    ],
  ],
  [
    "the entry of a stage's bundle",
    filesOf(stages, "lambda.ts"),
    ["any other package", "AWS, the network or the disk", "the environment by import"],
  ],
  [
    "adapters",
    [
      ...filesOf([...stages, ...shared], "adapters/x.ts"),
      ...filesOf(stages, "adapters/lambda.ts"),
      ...filesOf(stages, "handler.ts"),
    ],
    ["any other package", "the environment", "the environment by import"],
  ],
  ["tests", filesOf([...stages, ...shared, "gallery"], "adapters/x.test.ts"), []],
  [
    "packages that are not deployed",
    [
      ...filesOf(["gallery", "simulation", "stage-bundle"], "x.ts"),
      "packages/deploy-commands/src/x.ts",
    ],
    ["the environment"],
  ],
  [
    "programs",
    [
      ...filesOf(["bench", "cli", "local-stack", "picture-folder", "replay-reddit"], "x.ts"),
      "packages/deploy-commands/src/deploy-work.ts",
      "infra/x.ts",
      "infra/verify/x.ts",
    ],
    [],
  ],
];

interface Finding {
  code: string;
  help?: string;
  filename: string;
  labels: { span: { line: number } }[];
}
let folder: string;
let findings: Finding[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "layers-"));
  copyFileSync(join(repository, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  for (const file of places.flatMap(([, files]) => files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), source.join("\n"));
  }
  const oxlint = join(repository, "node_modules/.bin/oxlint");
  const { stdout } = spawnSync(oxlint, ["--format=json"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const { diagnostics }: { diagnostics: Finding[] } = JSON.parse(stdout);
  findings = diagnostics;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The statements that the lint refuses in `file` for what they reach, with the rule and the reason it gives. */
function refusedIn(file: string): string[] {
  return findings
    .filter(({ filename, code }) => filename === file && /restricted|process-env/.test(code))
    .map(({ code, help, labels }) => {
      return `${source[(labels[0]?.span.line ?? 0) - 1]} ${code}: ${help ?? ""}`;
    });
}

describe.each(places)("from %s", (_what, files, refused) => {
  test.each(files)(`%s, the lint refuses ${refused.join(", ") || "nothing"} only`, (file) => {
    const expected = refused.flatMap((reach) =>
      statements[reach].map((statement) =>
        expect.stringContaining(`${statement} ${refusals[reach]}`),
      ),
    );
    const found = refusedIn(file);
    expect(found).toEqual(expect.arrayContaining(expected));
    expect(found).toHaveLength(expected.length);
  });
});
