import { describe, expect, test } from "vitest";

import { smokeTest, type SmokeTest } from "./smoke-test.ts";
import { writeZip } from "./zip-writer.ts";

const zipOf = (source: string, path = "index.js") =>
  writeZip([{ path, bytes: Buffer.from(source) }]);
const refusesToStart = `if (!process.env.BUCKET) throw Object.assign(new Error("BUCKET is missing"), { name: "ConfigError" });`;
const good = `${refusesToStart} exports.handler = async (event) => {
  if (event.poison) throw Object.assign(new Error("no job"), { code: "poison-job" });
  return { status: event.status, cwd: process.cwd() };
};`;
const smoke: SmokeTest = {
  environment: { BUCKET: "b" },
  calls: [
    { event: { status: 404 }, answer: { status: 404 } },
    { event: { poison: true }, error: "poison-job" },
  ],
};

describe("a smoke test", () => {
  test("passes a zip that starts, answers and refuses as it should", async () => {
    expect(await smokeTest(await zipOf(good), smoke)).toEqual([]);
  });

  test("passes a bundle of ES modules", async () => {
    const zip = await zipOf(
      good.replace("exports.handler =", "export const handler ="),
      "index.mjs",
    );
    expect(await smokeTest(zip, smoke)).toEqual([]);
  });

  test.each([
    ["no handler", "exports.other = 1;", "handler is not a function"],
    [
      "a package that is not in the zip",
      `${refusesToStart} require("not-in-the-zip"); ${good}`,
      "Cannot find module 'not-in-the-zip'",
    ],
    [
      "no check of its environment",
      "exports.handler = async () => ({ status: 404 });",
      "ConfigError",
    ],
    ["another answer", good.replace("event.status", "500"), '"status":500'],
    ["another refusal", good.replaceAll("poison-job", "internal"), "Error internal: no job"],
    ["an early end", `${refusesToStart} process.exit();`, "ended without an answer"],
  ])("complains about %s", async (_, source, complaint) => {
    expect((await smokeTest(await zipOf(source), smoke)).join()).toContain(complaint);
  });

  test("complains about a dynamic require in an ES module, which a script given as text would hide", async () => {
    const source = `const load = (name) => { if (typeof require === "undefined") throw new Error("Dynamic require of " + name); };
      ${refusesToStart} load("assert"); export const handler = async () => ({ status: 404 });`;
    expect((await smokeTest(await zipOf(source, "index.mjs"), smoke)).join()).toContain(
      "Dynamic require of assert",
    );
  });
});
