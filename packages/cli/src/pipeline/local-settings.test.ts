import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { proxyVariables, readLocalSettings } from "./local-settings.ts";
import { settingSources } from "./setting-sources.ts";

const readFrom = (environment: Record<string, string>, folders: readonly string[]) =>
  readLocalSettings(settingSources(environment, folders, "/nowhere/config.json"));

describe("a person's settings", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "settings-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("are empty when nothing is set", () => {
    expect(readFrom({}, [folder])).toEqual({
      redditCredentials: undefined,
      redditUserAgent: undefined,
      imgurClientId: undefined,
      mediaHosts: undefined,
      imgurPageId: "on",
    });
  });

  test("have a user's feed with both its parts, and never repeat the token", () => {
    const REDDIT_FEED_TOKEN = "0123456789abcdef";
    const feed = { REDDIT_FEED_USER: "catperson", REDDIT_FEED_TOKEN };
    expect(readFrom(feed, [folder]).redditFeed).toEqual({
      user: "catperson",
      token: REDDIT_FEED_TOKEN,
    });
    expect(() => readFrom({ REDDIT_FEED_TOKEN }, [folder])).toThrow("go together");
    expect(() => readFrom({ ...feed, REDDIT_FEED_USER: "a b" }, [folder])).not.toThrow(
      REDDIT_FEED_TOKEN,
    );
  });

  test("say whether the id of imgur's page may be used", () => {
    expect(readFrom({ IMGUR_PAGE_ID: "OFF" }, [folder]).imgurPageId).toBe("off");
    expect(() => readFrom({ IMGUR_PAGE_ID: "maybe" }, [folder])).toThrow(
      "IMGUR_PAGE_ID must be on or off",
    );
  });

  test("come from .env, and from the environment first", () => {
    writeFileSync(
      join(folder, ".env"),
      "REDDIT_CLIENT_ID=file\nREDDIT_CLIENT_SECRET='s'\nIMGUR_CLIENT_ID=\n",
    );
    expect(readFrom({ REDDIT_CLIENT_ID: "shell" }, ["/nowhere", folder])).toEqual({
      redditCredentials: { clientId: "shell", clientSecret: "s" },
      redditUserAgent: undefined,
      imgurClientId: undefined,
      mediaHosts: undefined,
      imgurPageId: "on",
    });
  });

  test("say an installed app by a secret that is empty, and a user by a refresh token", () => {
    writeFileSync(join(folder, ".env"), "REDDIT_CLIENT_ID=id\nREDDIT_CLIENT_SECRET=\n");
    const keys = (environment: Record<string, string>) =>
      readFrom(environment, [folder]).redditCredentials;
    expect(keys({})).toEqual({ clientId: "id", clientSecret: "" });
    expect(keys({ REDDIT_CLIENT_SECRET: "s", REDDIT_REFRESH_TOKEN: "r" })).toEqual({
      clientId: "id",
      clientSecret: "s",
      refreshToken: "r",
    });
    expect(keys({ REDDIT_DEVICE_ID: "d" })).toMatchObject({ deviceId: "d" });
  });

  test.each([
    ["utf8", "\uFEFF"],
    ["utf16le", "\uFEFF"],
    ["utf8", ""],
  ] as const)("come from a .env in %s that begins with %j", (encoding, mark) => {
    const text = `${mark}REDDIT_CLIENT_ID=rig\r\nREDDIT_CLIENT_SECRET=s\r\n`;
    writeFileSync(join(folder, ".env"), text, encoding);
    expect(readFrom({}, [folder]).redditCredentials).toEqual({
      clientId: "rig",
      clientSecret: "s",
    });
  });

  test("pass over a folder called .env", () => {
    mkdirSync(join(folder, ".env"));
    expect(readFrom({}, [folder]).redditCredentials).toBeUndefined();
  });

  test.each([
    ["redgifs , giphy", "redgifs,giphy"],
    ["reddit,all", "all"],
  ])("open the hosts of MEDIA_HOSTS=%j", (list, hosts) => {
    expect(readFrom({ MEDIA_HOSTS: list }, [folder]).mediaHosts).toBe(hosts);
  });

  test.each([
    ["REDDIT_USER_AGENT", "küche:jörg:1 (by /u/made_up)"],
    ["REDDIT_CLIENT_SECRET", "geheimnüs"],
    ["IMGUR_CLIENT_ID", "a\nb"],
    ["MEDIA_HOSTS", "reddit,photobucket"],
  ])("name %s when it may not be %j, and never show a secret", (name, value) => {
    const read = () => readFrom({ [name]: value }, [folder]);
    expect(read).toThrow(CommandError);
    expect(read).toThrow(new RegExp(`^${name} `));
    expect(read).not.toThrow("geheimn");
  });

  test.each([
    [{ REDDIT_CLIENT_ID: "id" }, "REDDIT_CLIENT_SECRET is missing"],
    [{ REDDIT_CLIENT_SECRET: "s" }, "REDDIT_CLIENT_ID is missing"],
    [{ REDDIT_REFRESH_TOKEN: "r" }, "REDDIT_CLIENT_ID is missing"],
  ])("are refused when half of the credentials is there", (environment, message) => {
    expect(() => readFrom(environment, [folder])).toThrow(CommandError);
    expect(() => readFrom(environment, [folder])).toThrow(message);
  });
});

test("the proxy of the environment is found in either case, and nothing else is passed on", () => {
  expect(
    proxyVariables({
      https_proxy: "lower:1",
      HTTP_PROXY: "http://upper:2",
      http_proxy: "http://lower:2",
      NO_PROXY: "",
      NODE_EXTRA_CA_CERTS: "ca.pem",
      REDDIT_CLIENT_SECRET: "s",
    }),
  ).toEqual({
    HTTPS_PROXY: "http://lower:1",
    HTTP_PROXY: "http://upper:2",
    NODE_EXTRA_CA_CERTS: "ca.pem",
  });
});
