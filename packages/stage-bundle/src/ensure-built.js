// @ts-check
// JavaScript, because it stands before every command, and to remove types would cost more than all it does.
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** What the commands need: the program itself, with the stages' zips and the gallery's page. */
const built = [
  ...["api-endpoint", "article-loader", "balancer", "download-worker"].map(
    (stage) => `packages/${stage}/dist/${stage}.zip`,
  ),
  "packages/gallery/dist/page.js",
  "packages/cli/dist/reddit-crawler.mjs",
];
/** Set when the last build succeeded. */
const stamp = "node_modules/.cache/reddit-crawler/built";

/**
 * Builds what is older than its sources in `repository`, and says so. Returns 0, or the exit code of a build that failed.
 * @param {string} repository
 */
export async function ensureBuilt(repository) {
  if (isFresh(repository)) return 0;
  process.stderr.write("Building the stages and the commands; this takes some seconds.\n");
  const { runTurbo } = await import("./run-turbo.ts");
  const args = ["build", "--output-logs=errors-only", "--log-order=grouped"];
  const { code, output } = runTurbo(args, repository);
  if (code === 0) {
    mkdirSync(dirname(join(repository, stamp)), { recursive: true });
    writeFileSync(join(repository, stamp), "");
  } else process.stderr.write(output);
  return code;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  process.exitCode = await ensureBuilt(process.cwd());

/**
 * Whether everything is built, and nothing that it is made of has changed since.
 * @param {string} repository
 */
function isFresh(repository) {
  /** @param {string} file */
  const timeOf = (file) => statSync(join(repository, file), { throwIfNoEntry: false })?.mtimeMs;
  const builtAtMs = timeOf(stamp);
  return (
    builtAtMs !== undefined &&
    built.every((file) => timeOf(file) !== undefined) &&
    sources(repository).every((file) => (timeOf(file) ?? 0) <= builtAtMs)
  );
}

/**
 * The files that builds read, and their folders, which change when a file comes or goes.
 * @param {string} repository
 */
function sources(repository) {
  const packages = readdirSync(join(repository, "packages")).map((name) => join("packages", name));
  return [
    "pnpm-lock.yaml",
    "tsconfig.base.json",
    "turbo.json",
    "infra/template.yaml",
    ...packages.flatMap((folder) => [
      join(folder, "package.json"),
      join(folder, "tsup.config.ts"),
      ...below(repository, join(folder, "src")),
    ]),
  ];
}

/**
 * @param {string} repository
 * @param {string} folder
 */
function below(repository, folder) {
  const entries = readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" });
  return [folder, ...entries.map((entry) => join(folder, entry))];
}
