import { execFile } from "node:child_process";
import { cp, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { unpackCode } from "@reddit-crawler/local-stack/functions/unpack-code";
import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { loadTemplate } from "@reddit-crawler/local-stack/template/template-files";
import { demoCredentials, startReplay } from "@reddit-crawler/replay-reddit/start-replay";
import { builtFiles } from "@reddit-crawler/stage-bundle/built-files";
import { expect, onTestFinished, test } from "vitest";

import { runCommand } from "../testing/run-command.ts";

const run = promisify(execFile);
const dist = resolve(import.meta.dirname, "../../dist");

/** The built program in a folder of its own, far from the repository and its libraries. */
async function movedProgram() {
  const folder = await temporaryFolder("moved program ü");
  await cp(dist, join(folder, "program"), { recursive: true });
  return { folder, program: join(folder, "program", "reddit-crawler.mjs") };
}

/** Says on standard error, at the end, whether Node's fetch was loaded. */
const fetchTeller = `process.once("exit", () => console.error("fetch:",
  process.moduleLoadList.includes("NativeModule internal/deps/undici/undici")))`;

test("the built program says what its sources say", async () => {
  const { folder, program } = await movedProgram();
  const words = ["crawl", "--help"];
  const { stdout } = await run(process.execPath, [program, ...words], { cwd: folder });
  expect(stdout).toBe((await runCommand(words)).stdout);
  expect(stdout).toContain("Usage: reddit-crawler crawl");
});

test("the built program runs the template that it deploys", async () => {
  expect(await loadTemplate(join(dist, "template.json"))).toEqual(readTemplate());
});

test("the built program runs the code of the zips that it uploads", async () => {
  const folder = await temporaryFolder();
  for (const stage of Object.keys(builtFiles)) {
    await unpackCode(join(dist, `${stage}.zip`), join(folder, stage));
    for (const file of await readdir(join(folder, stage)))
      expect(await readFile(join(dist, "functions", stage, file))).toEqual(
        await readFile(join(folder, stage, file)),
      );
  }
});

test(
  "the built program crawls with nothing of the repository beside it, and without what it read at each start before",
  { timeout: 120_000 },
  async () => {
    const { folder, program } = await movedProgram();
    for (const file of ["template.yaml", ...Object.keys(builtFiles).map((name) => `${name}.zip`)])
      await rm(join(dirname(program), file));
    const replay = await startReplay({ workDir: join(folder, "replay") });
    onTestFinished(() => replay.stop());
    const out = join(folder, "pictures");
    const crawl = (...words: string[]) =>
      run(process.execPath, [program, "crawl", "aww", "--limit", "3", "--json", ...words], {
        cwd: folder,
        env: {
          PATH: process.env["PATH"],
          ...replay.environment(),
          NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fetchTeller)}`,
          REDDIT_CLIENT_ID: demoCredentials.clientId,
          REDDIT_CLIENT_SECRET: demoCredentials.clientSecret,
        },
      });
    const dry = await crawl("--out", out, "--dry-run");
    expect(JSON.parse(dry.stdout)).toMatchObject({ dry_run: true, posts_listed: 3 });
    const { stdout, stderr } = await crawl("--out", out);
    expect(JSON.parse(stdout)).toMatchObject({ state: "finished", subreddit: "aww" });
    expect(stderr, "which takes as long to load as a function to start").toContain("fetch: false");
    expect(await readdir(out)).toEqual(expect.arrayContaining(["_crawls", "aww", "index.html"]));
  },
);
