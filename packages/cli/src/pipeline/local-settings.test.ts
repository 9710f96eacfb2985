import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { proxyVariables, readLocalSettings } from "./local-settings.ts";

describe("a person's settings", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "settings-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("are empty when nothing is set", () => {
    expect(readLocalSettings({}, [folder])).toEqual({
      redditCredentials: undefined,
      redditUserAgent: undefined,
      imgurClientId: undefined,
    });
  });

  test("come from .env, and from the environment first", () => {
    writeFileSync(
      join(folder, ".env"),
      "REDDIT_CLIENT_ID=file\nREDDIT_CLIENT_SECRET='s'\nIMGUR_CLIENT_ID=\n",
    );
    expect(readLocalSettings({ REDDIT_CLIENT_ID: "shell" }, ["/nowhere", folder])).toEqual({
      redditCredentials: { clientId: "shell", clientSecret: "s" },
      redditUserAgent: undefined,
      imgurClientId: undefined,
    });
  });

  test.each([
    [{ REDDIT_CLIENT_ID: "id" }, "REDDIT_CLIENT_SECRET is missing"],
    [{ REDDIT_CLIENT_SECRET: "s" }, "REDDIT_CLIENT_ID is missing"],
  ])("are refused when half of the credentials is there", (environment, message) => {
    expect(() => readLocalSettings(environment, [folder])).toThrow(CommandError);
    expect(() => readLocalSettings(environment, [folder])).toThrow(message);
  });
});

test("the proxy of the environment is found in either case, and nothing else is passed on", () => {
  expect(
    proxyVariables({
      https_proxy: "http://lower:1",
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
