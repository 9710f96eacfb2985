import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { configFileOf, findSetting, isSaidEmpty, settingSources } from "./setting-sources.ts";

describe("the places that settings come from", () => {
  let folder: string;
  let config: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "setting-sources-"));
    config = join(folder, "config.json");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("count in order: the environment, .env, the config file", () => {
    writeFileSync(join(folder, ".env"), "IMGUR_CLIENT_ID=from-env-file\nMEDIA_HOSTS=reddit\n");
    writeFileSync(config, '{"IMGUR_CLIENT_ID":"c","MEDIA_HOSTS":"all","REDDIT_USER_AGENT":"ua"}');
    const sources = settingSources({ IMGUR_CLIENT_ID: "shell" }, [folder], config);
    expect(findSetting(sources, "IMGUR_CLIENT_ID")).toEqual({
      value: "shell",
      from: "the environment",
    });
    expect(findSetting(sources, "MEDIA_HOSTS")).toEqual({
      value: "reddit",
      from: join(folder, ".env"),
    });
    expect(findSetting(sources, "REDDIT_USER_AGENT")).toEqual({ value: "ua", from: config });
    expect(findSetting(sources, "REDDIT_CLIENT_ID")).toBeUndefined();
  });

  test("say that a setting is empty on purpose only where the first that names it leaves it empty", () => {
    writeFileSync(join(folder, ".env"), "REDDIT_CLIENT_SECRET=\n");
    expect(isSaidEmpty(settingSources({}, [folder], config), "REDDIT_CLIENT_SECRET")).toBe(true);
    const set = settingSources({ REDDIT_CLIENT_SECRET: "s" }, [folder], config);
    expect(isSaidEmpty(set, "REDDIT_CLIENT_SECRET")).toBe(false);
    expect(isSaidEmpty(set, "REDDIT_CLIENT_ID")).toBe(false);
  });

  test.each([
    ["{", /config\.json is no JSON\. Mend it, or remove it\./],
    ["[]", /config\.json: It must be one object, of these settings: REDDIT_CLIENT_ID, /],
    [
      '{"IMGUR_ID":"x"}',
      /config\.json: "IMGUR_ID" is no setting \(did you mean IMGUR_CLIENT_ID\?\)\. Settings are: REDDIT_CLIENT_ID, /,
    ],
    ['{"colour":"x"}', /config\.json: "colour" is no setting\. Settings are: /],
    ['{"MEDIA_HOSTS":["reddit"]}', /config\.json: "MEDIA_HOSTS" must be a text in quotes\./],
  ])("refuse the config file %s with what is wrong", (text, message) => {
    writeFileSync(config, text);
    const read = () => settingSources({}, [], config);
    expect(read).toThrow(CommandError);
    expect(read).toThrow(message);
  });

  test("take a byte order mark, and a folder of the file's name, for nothing", () => {
    writeFileSync(config, '\uFEFF{"MEDIA_HOSTS":"all"}');
    expect(findSetting(settingSources({}, [], config), "MEDIA_HOSTS")?.value).toBe("all");
    mkdirSync(join(folder, "folder.json"));
    expect(settingSources({}, [], join(folder, "folder.json"))).toHaveLength(1);
  });

  test("are found where the system keeps configuration", () => {
    expect(configFileOf({ XDG_CONFIG_HOME: "/etc/me" })).toBe("/etc/me/reddit-crawler/config.json");
    expect(configFileOf({})).toMatch(/\/\.config\/reddit-crawler\/config\.json$/);
  });
});
