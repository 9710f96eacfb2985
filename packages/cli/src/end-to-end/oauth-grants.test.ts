import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { demoRefreshToken } from "@reddit-crawler/replay-reddit/reddit/access-tokens";
import { demoCredentials } from "@reddit-crawler/replay-reddit/start-replay";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { LocalSettings } from "../pipeline/local-settings.ts";
import { crawledFolder, withoutKeys, type CrawledFolder } from "../testing/played-crawl.ts";

type Keys = NonNullable<LocalSettings["redditCredentials"]>;

const { clientId, clientSecret } = demoCredentials;
/** Nobody's, and so easy to find where they should not be. */
const wrong = { clientId: "wr0ng-id", clientSecret: "wr0ng-secret", refreshToken: "wr0ng-token" };
const secrets = [clientSecret, demoRefreshToken, wrong.clientSecret, wrong.refreshToken];

describe("Reddit's grants, from the zips, over TLS", { timeout: 120_000 }, () => {
  let folder: CrawledFolder;
  beforeEach(async () => {
    folder = await crawledFolder();
  });
  afterEach(() => folder.remove());

  /** Crawls three posts with these keys. No secret is in what the command says, asks for by address, or leaves behind. */
  async function crawl(redditCredentials: Keys) {
    const settings = { ...withoutKeys, redditCredentials };
    const ended = await folder.crawl({ limit: 3 }, {}, { settings });
    const requests = ended.replay.requests();
    const tokens = requests.flatMap(({ headers: { authorization = "" } }) =>
      /^bearer /i.test(authorization) ? [authorization.slice("bearer ".length)] : [],
    );
    const key = Buffer.from(`${redditCredentials.clientId}:${redditCredentials.clientSecret}`);
    const kept = await everyTextOf(folder.path);
    const shown = [ended.output, ...kept, ...requests.map(({ path }) => path)].join("\n");
    expect(kept.length).toBeGreaterThan(0);
    for (const secret of [...secrets, ...tokens, key.toString("base64")])
      expect(shown.includes(secret), `shows ${secret}`).toBe(false);
    return { ...ended, tokens };
  }

  test.each<[string, Keys]>([
    ["an app with its secret", { clientId, clientSecret }],
    ["an installed app, which has none", { clientId, clientSecret: "" }],
    ["an installed app on a device", { clientId, clientSecret: "", deviceId: "d".repeat(24) }],
    ["a user of an app", { clientId, clientSecret, refreshToken: demoRefreshToken }],
    ["a user of an installed app", { clientId, clientSecret: "", refreshToken: demoRefreshToken }],
  ])("let %s in, and show no secret", async (_who, keys) => {
    const { code, output, replay, tokens } = await crawl(keys);
    expect(code, output).toBe(0);
    expect(tokens.length).toBeGreaterThan(0);
    expect(replay.door("api").requests).toBe(tokens.length);
    expect((await folder.records()).length).toBe(3);
  });

  test.each<[string, Keys, RegExp]>([
    [
      "a wrong id",
      { ...demoCredentials, clientId: wrong.clientId },
      /\(401.*Check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET; an installed app/,
    ],
    [
      "a wrong secret",
      { ...demoCredentials, clientSecret: wrong.clientSecret },
      /\(401.*Check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET; an installed app/,
    ],
    [
      "an installed app's wrong id",
      { clientId: wrong.clientId, clientSecret: "" },
      /\(401.*Check REDDIT_CLIENT_ID; an id alone counts only for an installed app/,
    ],
    [
      "a revoked refresh token",
      { ...demoCredentials, refreshToken: wrong.refreshToken },
      /\(400\)\. Check that REDDIT_REFRESH_TOKEN was granted to this REDDIT_CLIENT_ID/,
    ],
    [
      "a refresh token with the secret of another app",
      { clientId, clientSecret: wrong.clientSecret, refreshToken: demoRefreshToken },
      /\(401.*Check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, all in the environment or in \.env/,
    ],
  ])("refuse %s, and name what is wrong", async (_what, keys, words) => {
    const { code, output, replay } = await crawl(keys);
    expect(code).toBe(1);
    expect(output.split("\n").at(-1)).toMatch(words);
    expect(replay.door("api").requests).toBe(0);
  });
});

/** Every file of the folder that is text. */
async function everyTextOf(path: string): Promise<string[]> {
  const files = (await readdir(path, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && /\.(?:json|html)$/.test(entry.name),
  );
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")));
}
