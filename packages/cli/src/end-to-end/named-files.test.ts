import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import {
  demoCredentials,
  startReplay,
  type Replay,
} from "@reddit-crawler/replay-reddit/start-replay";
import { afterEach, beforeEach, expect, test } from "vitest";

import { runCommand } from "../testing/run-command.ts";

const template = "{subreddit}/{created:yyyy-MM-dd} {title:60} {id}-{nn}.{ext}";

let folder: string;
let replay: Replay;
beforeEach(async () => {
  folder = await temporaryFolder("named files ü");
  replay = await startReplay({ workDir: join(folder, "replay") });
});
afterEach(() => replay.stop());

const out = () => join(folder, "pictures");
const run = (words: string[], environment: Record<string, string> = {}) =>
  runCommand(words, {
    ...replay.environment(),
    REDDIT_CLIENT_ID: demoCredentials.clientId,
    REDDIT_CLIENT_SECRET: demoCredentials.clientSecret,
    XDG_STATE_HOME: join(folder, "state"),
    HOME: folder,
    ...environment,
  });
const crawl = (...words: string[]) =>
  run(["crawl", "aww", "--limit", "12", "--json", "--out", out(), ...words]);

/** Every file of a subreddit's folder that is a picture or stands beside one. */
async function files(): Promise<string[]> {
  const names = await readdir(join(out(), "aww"), { recursive: true });
  return names.filter((name) => /\.\w+$/.test(name) && !name.endsWith("post.json")).toSorted();
}

test("pictures get a person's own names, the time of their posts, and a file that says where they are from", async () => {
  const first = await crawl("--name", template, "--sidecar");
  expect(first.code, first.stderr).toBe(0);
  const { pictures, crawl_id: crawlId, largest } = JSON.parse(first.stdout);
  const named = await files();
  const images = named.filter((name) => !name.endsWith(".json"));
  expect(images.length).toBe(pictures.stored + pictures.duplicate);
  expect(named).toHaveLength(2 * images.length);
  for (const image of images) {
    expect(image).toMatch(/^\d{4}-\d\d-\d\d (?:.+ )?\w+-\d\d(?:-\d\d)?\.\w+$/);
    const { createdAt, file, title } = JSON.parse(
      await readFile(join(out(), "aww", `${image}.json`), "utf8"),
    );
    expect(file).toBe(image);
    expect(typeof title).toBe("string");
    expect((await stat(join(out(), "aww", image))).mtimeMs).toBe(Date.parse(createdAt));
  }
  expect(images.map((image) => `aww/${image}`)).toContain(largest[0].path);

  // The second run finds them, whatever its template. So do verify, show and the page.
  const again = ["--out", out(), "--json", "--name", "{id}-{nn}.{ext}"];
  const second = await run(["retry", crawlId, ...again]);
  expect(JSON.parse(second.stdout)).toMatchObject({ pictures: { stored: 0 } });
  expect(await files()).toEqual(named);
  const verified = await run(["verify", out(), "--json"]);
  expect(JSON.parse(verified.stdout)).toMatchObject({ whole: images.length, deleted: [] });
  const shown = await run(["show", crawlId, "--out", out()]);
  expect(shown.stdout).toContain(largest[0].path);
  expect(await readFile(join(out(), "index.html"), "utf8")).toContain(
    JSON.stringify(largest[0].path).replaceAll("<", "\\u003c"),
  );
}, 120_000);

test("another template names what is new, and what is here stays; a setting counts where no flag does", async () => {
  expect((await crawl("--name", "{id}-{nn}.{ext}", "--limit", "3")).code).toBe(0);
  const before = (await readdir(out())).filter((name) => /^\w+-\d\d/.test(name));
  expect(before.length).toBeGreaterThan(0);
  const words = ["crawl", "aww", "--limit", "12", "--out", out()];
  const later = await run(words, { PICTURE_NAMES: "{subreddit}/{nn} {id}.{ext}", SIDECARS: "on" });
  expect(later.code, later.stderr).toBe(0);
  const names = await readdir(out());
  for (const name of before) expect(names).toEqual(expect.arrayContaining([name, `${name}.json`]));
  expect((await files()).some((name) => /^\d\d \w+\.\w+$/.test(name))).toBe(true);
}, 120_000);

test.each([
  [["--name", "{titel}.{ext}"], /\{titel\} is no field\. It may have \{subreddit\}, \{author\}/],
  [["--name", "{title}"], /has to end in \.\{ext\}/],
  [["--stack", "x", "--sidecar"], /with --stack they go with --download/],
])("%j is refused before anything starts", async (words, message) => {
  const { code, stderr, stdout } = await crawl(...words);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(message);
  expect(replay.requests()).toEqual([]);
  expect(existsSync(out())).toBe(false);
});
