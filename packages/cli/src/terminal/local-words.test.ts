import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { inLocalWords, localFailure, serverOf } from "./local-words.ts";

test("a failure speaks of Reddit's keys by the names that they have here", () => {
  const message =
    "Reddit refuses (401). Check client_id and client_secret, all in the secret that RedditCredentialsSecretArn names.";
  expect(localFailure("credentials-refused", message)).toBe(
    "Reddit refuses (401). Check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, all in the environment or in .env.",
  );
  expect(
    localFailure(
      "network-blocked",
      "a truthful RedditUserAgent, a key (RedditCredentialsSecretArn)",
    ),
  ).toBe("a truthful REDDIT_USER_AGENT, a key (REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET)");
  expect(localFailure("subreddit-private", "r/client_id is private.")).toBe(
    "r/client_id is private.",
  );
  expect(localFailure("connection-refused", message)).toMatch(/^Reddit could not be reached: /);
});

test.each([
  ["GET www.reddit.com: connect ECONNREFUSED 127.0.0.1:9", "Reddit"],
  ["GET i.redd.it: x", "Reddit"],
  ["GET notreddit.com: x", "notreddit.com"],
  [
    "GET arctic-shift.photon-reddit.com: getaddrinfo ENOTFOUND",
    "The archive arctic-shift.photon-reddit.com",
  ],
  ["no host", "Reddit"],
])("%s was %s", (message, server) => {
  expect(serverOf(message)).toBe(server);
  expect(localFailure("host-not-found", message)).toMatch(`${server} could not be reached: `);
});

test("no parameter of the template that a stage speaks of is left in its words", () => {
  const root = fileURLToPath(new URL("../../../..", import.meta.url));
  const template = readFileSync(`${root}/infra/template.yaml`, "utf8");
  const [, parameters = ""] = /^Parameters:\n([^]*?)^\w/m.exec(template) ?? [];
  const names = [...parameters.matchAll(/^ {2}(\w+):/gm)].flatMap(([, name]) => name ?? []);
  const stages = "{api-endpoint,article-loader,balancer,download-worker,media-hosts}";
  const files = globSync(`packages/${stages}/src/**/*.ts`, {
    cwd: root,
    exclude: ["**/*.test.ts", "**/testing/**"],
  });
  const texts = files.flatMap((file) =>
    [
      ...readFileSync(`${root}/${file}`, "utf8").matchAll(/`[^`\n]* [^`\n]*`|"[^"\n]* [^"\n]*"/g),
    ].map(String),
  );
  const spoken = texts.filter((text) =>
    names.some((name) => new RegExp(`\\b${name}\\b`).test(text)),
  );
  expect(names.length).toBeGreaterThan(20);
  expect(spoken.length).toBeGreaterThan(5);
  for (const text of spoken)
    for (const name of names) expect(inLocalWords(text)).not.toMatch(new RegExp(`\\b${name}\\b`));
});
