import { archiveAway, feedRefused } from "@reddit-crawler/replay-reddit/archive/archive-faults";
import type { Fault } from "@reddit-crawler/replay-reddit/network/faults";
import { demoRefreshToken } from "@reddit-crawler/replay-reddit/reddit/access-tokens";
import { demoCredentials } from "@reddit-crawler/replay-reddit/start-replay";
import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { expect, test } from "vitest";

import { runCommand } from "../testing/run-command.ts";

/** `crawl doctor` against a replay in which these faults happen. */
async function doctor(faults: readonly Fault[], settings: Readonly<Record<string, string>> = {}) {
  const { replay, folder } = await temporaryReplay({ faults });
  const none = { REDDIT_CLIENT_ID: "", REDDIT_CLIENT_SECRET: "", IMGUR_CLIENT_ID: "" };
  const environment = { ...none, INIT_CWD: folder, ...replay.environment(), ...settings };
  const run = await runCommand(["crawl", "doctor", "--json"], environment);
  const ways = JSON.parse(run.stdout) as {
    name: string;
    kind: string;
    why?: string;
    next?: string;
  }[];
  const kinds = Object.fromEntries(ways.map(({ name, kind }) => [name, kind]));
  return { ...run, ways, kinds, requests: replay.requests(), environment };
}

const withoutKeys = {
  api: "not-configured",
  feed: "open",
  archive: "open",
  "imgur albums": "open",
  "imgur pictures": "open",
};

test("without keys the doctor finds every other way open, with one request each", async () => {
  const { code, kinds, requests, environment } = await doctor([]);
  expect(kinds).toEqual(withoutKeys);
  expect(code).toBe(0);
  expect(requests).toHaveLength(4);
  expect(requests.some(({ unexpected }) => unexpected)).toBe(false);
  const words = await runCommand(["crawl", "doctor"], environment);
  expect(words.stdout).toContain("A crawl goes in without keys");
  expect(words.stdout).toMatch(/api +not configured/);
});

test("with keys it tries them, and never prints them", async () => {
  const keys = {
    REDDIT_CLIENT_ID: demoCredentials.clientId,
    REDDIT_CLIENT_SECRET: demoCredentials.clientSecret,
  };
  expect((await doctor([], keys)).kinds["api"]).toBe("open");
  const installed = { ...keys, REDDIT_CLIENT_SECRET: "", REDDIT_DEVICE_ID: "d".repeat(25) };
  expect((await doctor([], installed)).kinds["api"]).toBe("open");
  const user = { ...keys, REDDIT_REFRESH_TOKEN: demoRefreshToken };
  expect((await doctor([], user)).kinds["api"]).toBe("open");
  const revoked = await doctor([], { ...keys, REDDIT_REFRESH_TOKEN: "not-the-token" });
  expect(revoked.ways[0]).toMatchObject({
    kind: "refused",
    next: expect.stringContaining("REFRESH"),
  });
  expect(revoked.stdout + revoked.stderr).not.toContain("not-the-token");
  const wrong = await doctor([], { ...keys, REDDIT_CLIENT_SECRET: "not-the-secret" });
  expect(wrong.ways[0]).toMatchObject({ name: "api", kind: "refused", why: "401" });
  expect(wrong.stdout + wrong.stderr).not.toContain("not-the-secret");
});

test("says which ways are refused, and fails when none is open", async () => {
  const away = { host: "i.imgur.com", times: 9, effect: { status: 429 } };
  const { code, kinds, ways } = await doctor([feedRefused(), archiveAway(), away], {
    IMGUR_PAGE_ID: "off",
  });
  expect(kinds).toEqual({
    api: "not-configured",
    feed: "refused",
    archive: "refused",
    "imgur albums": "not-configured",
    "imgur pictures": "refused",
  });
  expect(code).toBe(1);
  // Each says what to do next, and why where it was asked.
  expect(ways.every(({ next }) => (next ?? "").length > 20)).toBe(true);
  expect(ways.find(({ name }) => name === "feed")?.why).toMatch(/^429/);
  expect(ways.find(({ name }) => name === "archive")?.why).toMatch(/^522, a page/);
});

test.each([
  ["the feed", [archiveAway()], "feed"],
  ["the archive", [feedRefused()], "archive"],
])("finds that a crawl can still go in by %s alone", async (_what, faults, open) => {
  const { code, kinds, environment } = await doctor(faults);
  expect([kinds["feed"], kinds["archive"]].filter((kind) => kind === "open")).toHaveLength(1);
  expect(kinds[open]).toBe("open");
  expect(code).toBe(0);
  const words = await runCommand(["crawl", "doctor"], environment);
  expect(words.stdout).toContain("A crawl goes in without keys, by what is open above.");
});

test("a host that cannot be reached at all is a verdict, too", async () => {
  const { code, ways, environment } = await doctor([], { HTTPS_PROXY: "http://127.0.0.1:9" });
  expect(ways.find(({ name }) => name === "feed")).toMatchObject({
    kind: "refused",
    unreached: true,
  });
  expect(code).toBe(1);
  const words = (await runCommand(["crawl", "doctor"], environment)).stdout;
  expect(words).toMatch(/^feed +not reached: /m);
  expect(words).not.toContain("refused:");
  expect(words.match(/check the network/gi)).toHaveLength(1);
});
