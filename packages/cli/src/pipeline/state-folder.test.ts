import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { archiveGateKey, feedGateKey, redditGateKey } from "@reddit-crawler/message-schema";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { sharedGates, stateFolderOf } from "./state-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "state-folder-"));
});
afterEach(() => rm(folder, { recursive: true }));

const keys = (clientId: string) => ({
  redditCredentials: { kind: "app" as const, clientId, clientSecret: "s" },
});
const keyless = { redditCredentials: undefined };

describe("crawls of one machine share", () => {
  const foldersOf = async (key: string, proxies: string[] = []) => {
    const settings = [keys("one"), keys("one"), keys("two"), keyless];
    const gates = await Promise.all(
      settings.map((each, index) =>
        sharedGates(folder, each, proxies[index] ? { HTTPS_PROXY: proxies[index] } : {}),
      ),
    );
    return gates.map((each) => each?.folderOf(key));
  };

  test("the API's gate by their key", async () => {
    const [one, again, two, none] = await foldersOf(redditGateKey);
    expect(again).toBe(one);
    expect(new Set([one, two, none]).size).toBe(3);
  });

  test.each([feedGateKey, archiveGateKey])("%s whatever their key", async (key) => {
    const [one, ...others] = await foldersOf(key);
    expect(one).toBeDefined();
    expect(others).toEqual([one, one, one]);
  });

  test("no gate behind another proxy, and nothing else", async () => {
    const [one, other] = await foldersOf(archiveGateKey, ["http://a:1", "http://b:1"]);
    expect(other).not.toBe(one);
    expect(new Set(await foldersOf("crawls/x/crawl.json"))).toEqual(new Set([undefined]));
  });

  test("none where the folder cannot be made", async () => {
    await writeFile(join(folder, "file"), "");
    expect(await sharedGates(join(folder, "file"), keyless, {})).toBeUndefined();
  });
});

test.each([
  [{ XDG_STATE_HOME: "/state" }, "/state/reddit-crawler"],
  [{ XDG_STATE_HOME: "state" }, "/home/me/.local/state/reddit-crawler"],
  [{}, "/home/me/.local/state/reddit-crawler"],
])("with %j the state is below %s", (environment, expected) => {
  expect(stateFolderOf(environment, "/home/me")).toBe(expected);
});
