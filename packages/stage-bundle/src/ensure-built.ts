import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { runTurbo } from "./run-turbo.ts";

/** What the commands need: the stages' zips and the gallery's page. */
const built = [
  ...["api-endpoint", "article-loader", "balancer", "download-worker"].map(
    (stage) => `packages/${stage}/dist/${stage}.zip`,
  ),
  "packages/gallery/dist/page.js",
];
/** Set when the last build succeeded. */
const stamp = "node_modules/.cache/reddit-crawler/built";

const repository = process.cwd();
if (!isFresh()) {
  process.stderr.write("Building the four stages; this takes some seconds.\n");
  const args = ["build", "--output-logs=errors-only", "--log-order=grouped"];
  const { code, output } = runTurbo(args, repository);
  if (code === 0) {
    mkdirSync(dirname(join(repository, stamp)), { recursive: true });
    writeFileSync(join(repository, stamp), "");
  } else process.stderr.write(output);
  process.exitCode = code;
}

/** Whether everything is built, and nothing that it is made of has changed since. */
function isFresh(): boolean {
  const builtAtMs = timeOf(stamp);
  return (
    builtAtMs !== undefined &&
    built.every((file) => timeOf(file) !== undefined) &&
    sources().every((file) => (timeOf(file) ?? 0) <= builtAtMs)
  );
}

/** The files that builds read, and their folders, which change when a file comes or goes. */
function sources(): string[] {
  const packages = readdirSync(join(repository, "packages")).map((name) => join("packages", name));
  return [
    "pnpm-lock.yaml",
    "tsconfig.base.json",
    "turbo.json",
    ...packages.flatMap((folder) => [
      join(folder, "package.json"),
      join(folder, "tsup.config.ts"),
      ...below(join(folder, "src")),
    ]),
  ];
}

function below(folder: string): string[] {
  const entries = readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" });
  return [folder, ...entries.map((entry) => join(folder, entry))];
}

function timeOf(file: string): number | undefined {
  return statSync(join(repository, file), { throwIfNoEntry: false })?.mtimeMs;
}
