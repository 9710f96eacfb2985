import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
const runs = () => {
  const log = join(folder, "turbo.log");
  return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
};
const write = (file: string, text = "") => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};
const ensureBuilt = (turboCode = 0) =>
  execFileSync(process.execPath, [join(import.meta.dirname, "ensure-built.js")], {
    cwd: folder,
    env: { PATH: `${folder}:${process.env["PATH"]}`, TURBO_CODE: `${turboCode}` },
    stdio: "pipe",
    encoding: "utf8",
  });
/** Everything is older than the last build, and that is older than what happens now. */
function agePast() {
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    utimesSync(join(folder, file), 1000, 1000);
  utimesSync(join(folder, "node_modules/.cache/reddit-crawler/built"), 2000, 2000);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ensure-built-"));
  for (const stage of ["api-endpoint", "article-loader", "balancer", "download-worker"])
    write(`packages/${stage}/dist/${stage}.zip`);
  write("packages/gallery/dist/page.js");
  write("packages/cli/dist/reddit-crawler.mjs");
  for (const name of [
    "api-endpoint",
    "article-loader",
    "balancer",
    "download-worker",
    "gallery",
    "cli",
  ])
    write(`packages/${name}/src/index.ts`);
  write(
    "turbo",
    '#!/bin/sh\necho "$TURBO_TELEMETRY_DISABLED $*" >> turbo.log\necho broken\nexit $TURBO_CODE\n',
  );
  execFileSync("chmod", ["+x", join(folder, "turbo")]);
});
afterEach(() => rmSync(folder, { recursive: true }));

test("builds once, without telemetry and without a word on standard output", () => {
  expect(ensureBuilt()).toBe("");
  expect(ensureBuilt()).toBe("");
  expect(runs()).toEqual(["1 run build --output-logs=errors-only --log-order=grouped"]);
});

test.each([
  ["a source has changed", () => write("packages/balancer/src/index.ts", "changed")],
  ["a source is new", () => write("packages/balancer/src/deep/new.ts")],
  ["a source is gone", () => rmSync(join(folder, "packages/balancer/src/index.ts"))],
  ["the template has changed", () => write("infra/template.yaml", "changed")],
  ["the program is gone", () => rmSync(join(folder, "packages/cli/dist/reddit-crawler.mjs"))],
  ["a zip is gone", () => rmSync(join(folder, "packages/balancer/dist/balancer.zip"))],
])("builds again once %s", (_what, change) => {
  ensureBuilt();
  agePast();
  ensureBuilt();
  expect(runs(), "nothing has changed").toHaveLength(1);
  change();
  ensureBuilt();
  expect(runs()).toHaveLength(2);
});

test("a build that fails shows why, and is tried again the next time", () => {
  expect(() => ensureBuilt(1)).toThrow("broken");
  expect(() => ensureBuilt(1)).toThrow("broken");
  expect(runs()).toHaveLength(2);
});

test("says how to begin where it was not begun by pnpm", () => {
  rmSync(join(folder, "turbo"));
  const begin = () =>
    execFileSync(process.execPath, [join(import.meta.dirname, "ensure-built.js")], {
      cwd: folder,
      env: { PATH: "" },
      stdio: "pipe",
      encoding: "utf8",
    });
  expect(begin).toThrow("npx -y pnpm@12 install");
});
