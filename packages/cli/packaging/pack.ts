#!/usr/bin/env node
// `pnpm run pack [folder]`: the built program as a package that npm installs, with everything that it needs inside.
import { execFile } from "node:child_process";
import { copyFile, cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { formatMessage } from "publint/utils";
import { publint } from "publint";

const run = promisify(execFile);
const cli = resolve(import.meta.dirname, "..");
const repository = resolve(cli, "../..");
/** Of the tarball. Today it has 2.4 MB, a fifth of it the code of the zips, unpacked. */
const mostBytes = 2_500_000;

const own: { version: string; description: string; dependencies: Record<string, string> } =
  JSON.parse(await readFile(join(cli, "package.json"), "utf8"));
const source = process.env["GITHUB_REPOSITORY"];
const manifest = {
  name: process.env["NPM_PACKAGE"] ?? "reddit-crawler",
  version: own.version,
  description:
    "Crawls a subreddit and keeps every picture its posts link, on this machine or on AWS.",
  license: "MIT",
  type: "module",
  // npm compares it with where the release workflow runs.
  ...(source !== undefined && {
    repository: { type: "git", url: `git+https://github.com/${source}.git` },
  }),
  keywords: ["reddit", "crawler", "download", "pictures", "lambda", "serverless"],
  bin: { "reddit-crawler": "dist/reddit-crawler.mjs" },
  files: ["dist"],
  engines: { node: "^22.21 || >=24.5" },
  // A library for each platform, and the only one that is not inside. Without it the demo and the small copies are missing.
  optionalDependencies: { sharp: own.dependencies["sharp"] },
};

const folder = await mkdtemp(join(tmpdir(), "reddit-crawler-package-"));
try {
  await cp(join(cli, "dist"), join(folder, "dist"), { recursive: true });
  await copyFile(join(import.meta.dirname, "README.md"), join(folder, "README.md"));
  await copyFile(join(repository, "LICENSE"), join(folder, "LICENSE"));
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const { messages } = await publint({ pkgDir: folder, pack: "npm", strict: true });
  for (const message of messages) console.error(formatMessage(message, manifest));
  if (messages.length > 0) throw new Error("The package is not as npm wants it.");

  // By default the folder that the person stands in; pnpm runs scripts in the repository.
  const target = process.argv[2] ?? process.env["INIT_CWD"] ?? process.cwd();
  const packed = await run("npm", ["pack", "--pack-destination", target], { cwd: folder });
  const file = join(target, packed.stdout.trim().split("\n").at(-1) ?? "");
  const { size } = await stat(file);
  console.log(`${file}: ${Math.round(size / 1000)} KB`);
  if (size > mostBytes) throw new Error(`It may have ${mostBytes / 1000} KB.`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
