import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { copyDrawer, type CopyDrawer } from "./copy-drawer.ts";

/** Elsewhere there is another `ps`, and no /proc. */
const isLinux = process.platform === "linux";

let folder: string;
let file: string;
let drawer: CopyDrawer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "copy-drawer-"));
  file = join(folder, "01.png");
  const create = { width: 4000, height: 3000, channels: 3, background: "#a50" } as const;
  await writeFile(file, await sharp({ create }).png().toBuffer());
});
beforeEach(() => {
  drawer = copyDrawer();
});
afterEach(() => drawer.stop());
afterAll(() => rm(folder, { recursive: true }));

/** A column of `ps` for every thread of the processes that draw for this one. */
const ofDrawers = (column: string) =>
  execFileSync("ps", ["--ppid", String(process.pid), "-L", "-o", `${column}=,args=`], {
    encoding: "utf8",
  })
    .split("\n")
    .filter((line) => line.includes("draw-copies.mjs"))
    .map((line) => line.trim().split(/\s+/)[0]);

test("draws many at once", async () => {
  const drawn = await Promise.all([100, 200, 300].map((width) => drawer.draw(file, width)));
  const sizes = await Promise.all(drawn.map((bytes) => sharp(bytes).metadata()));
  expect(sizes.map(({ format, width }) => [format, width])).toEqual([
    ["webp", 100],
    ["webp", 200],
    ["webp", 300],
  ]);
});

test("draws the next one also after a picture that cannot be decoded", async () => {
  await expect(drawer.draw(join(folder, "none.jpg"), 100)).rejects.toThrow("missing");
  expect(await drawer.draw(file, 100)).toBeDefined();
});

test.runIf(isLinux)("gives way with every thread", async () => {
  drawer = copyDrawer(constants.priority.PRIORITY_LOW);
  const drawing = drawer.draw(file, 100).catch(() => undefined);
  await expect.poll(() => ofDrawers("ni").length).toBeGreaterThan(4);
  expect(new Set(ofDrawers("ni"))).toEqual(new Set(["19"]));
  drawer.stop();
  await drawing;
});

test.runIf(isLinux)("begins anew where a picture ended it", async () => {
  await drawer.draw(file, 100);
  const drawing = Promise.all(Array.from({ length: 40 }, () => drawer.draw(file, 2000)));
  const [pid] = ofDrawers("pid");
  process.kill(Number(pid), "SIGKILL");
  await expect(drawing).rejects.toThrow("What draws small copies has ended: SIGKILL.");
  expect(await drawer.draw(file, 100)).toBeDefined();
});

test("stopping ends what it draws, and draws nothing more", async () => {
  await drawer.draw(file, 100);
  const drawing = drawer.draw(file, 3000);
  drawer.stop();
  await expect(drawing).rejects.toThrow("has ended");
  await expect(drawer.draw(file, 100)).rejects.toThrow("No more");
});

test.runIf(isLinux)("knows nothing of the environment, where keys may be", async () => {
  await drawer.draw(file, 100);
  const [pid] = ofDrawers("pid");
  const environment = execFileSync("cat", [`/proc/${pid}/environ`], { encoding: "utf8" });
  expect(
    environment.split("\0").filter((name) => name !== "" && !name.startsWith("NODE_CHANNEL")),
  ).toEqual([]);
});
