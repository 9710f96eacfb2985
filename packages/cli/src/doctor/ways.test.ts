import { expect, test } from "vitest";

import type { LocalSettings } from "../pipeline/local-settings.ts";
import { archive } from "./archive-way.ts";
import { imgurAlbums, imgurPictures } from "./imgur-ways.ts";
import { api, feed } from "./reddit-ways.ts";
import type { WayAnswer } from "./verdict.ts";
import type { Way } from "./way.ts";

const settings: LocalSettings = {
  redditCredentials: undefined,
  redditUserAgent: undefined,
  imgurClientId: undefined,
  mediaHosts: undefined,
  imgurPageId: "on",
};
const ownId: LocalSettings = { ...settings, imgurClientId: "own" };
const refreshing: LocalSettings = {
  ...settings,
  redditCredentials: { clientId: "i", clientSecret: "", refreshToken: "r" },
};
const nowMs = 1_800_000_000_000;
const page = { "content-type": "text/html" };

test.each<[string, Way, Partial<WayAnswer>, string, LocalSettings?]>([
  ["a token", api, { text: '{"access_token":"t"}' }, "open"],
  ["a wrong secret", api, { status: 401, text: "{}" }, "Compare REDDIT_CLIENT_ID"],
  ["an error inside of 200", api, { text: '{"error":"invalid_grant"}' }, "(invalid_grant)"],
  ["a revoked refresh token", api, { status: 400, text: '{"error":400}' }, "revoked", refreshing],
  ["a wrong app's refresh token", api, { status: 401 }, "Compare REDDIT_CLIENT_ID", refreshing],
  ["a refused network", api, { status: 403, headers: page }, "refuses this network"],
  ["half a token", api, { text: '{"access_' }, "refused"],
  ["a feed", feed, { text: "<?xml?><feed></feed>" }, "open"],
  ["a feed too early", feed, { status: 429 }, "Try again in a minute"],
  ["a refused feed", feed, { status: 403, headers: page }, "403, a page"],
  ["an empty feed", feed, { text: "" }, "refused"],
  ["a fresh archive", archive, { text: '{"data":[{"created_utc":1799996400}]}' }, "1 h old"],
  ["an old archive", archive, { text: '{"data":[{"created_utc":1797580800}]}' }, "28 days old"],
  ["an empty archive", archive, { text: '{"data":[]}' }, "an empty answer"],
  ["a busy archive", archive, { status: 422, text: '{"data":null}' }, "It is busy"],
  [
    "a throttled archive",
    archive,
    { status: 429, headers: { "x-ratelimit-reset": "9" } },
    "429, wait 9 s",
  ],
  ["an archive that is away", archive, { status: 522, headers: page }, "522, a page"],
  ["an archive that sends a page", archive, { text: "<html>" }, "refused"],
  [
    "imgur's page",
    imgurAlbums,
    { text: "<script src=//s.imgur.com/desktop-assets/js/main.1.js>" },
    "open",
  ],
  ["imgur's changed page", imgurAlbums, { text: "<html>" }, "another shape"],
  ["imgur's refused page", imgurAlbums, { status: 429 }, "429"],
  ["a known client id", imgurAlbums, { text: "{}" }, "open", ownId],
  ["an unknown client id", imgurAlbums, { status: 403 }, "Check IMGUR_CLIENT_ID", ownId],
  ["imgur's pictures", imgurPictures, { headers: { "content-type": "image/png" } }, "open"],
  ["imgur's refusal", imgurPictures, { status: 429 }, "data centres"],
])("%s is read as what it is", (_what, way, answer, words, given = settings) => {
  const verdict = way.read({ status: 200, headers: {}, text: "", ...answer }, nowMs, given);
  expect(JSON.stringify(verdict)).toContain(words);
  // What is refused always says what to do.
  expect("next" in verdict).toBe(verdict.kind === "refused");
});

test("the feed is tried as its user's own where there is a token", () => {
  const redditFeed = { user: "catperson", token: "0123456789abcdef" };
  expect(feed.request({ ...settings, redditFeed }).url.searchParams.get("feed")).toBe(
    redditFeed.token,
  );
  expect(feed.request(settings).url.searchParams.has("feed")).toBe(false);
});

test("what is not configured says what would do", () => {
  expect(api.notConfigured?.(settings)).toContain("without keys");
  expect(
    api.notConfigured?.({ ...settings, redditCredentials: { clientId: "i", clientSecret: "s" } }),
  ).toBeUndefined();
  expect(imgurAlbums.notConfigured?.({ ...settings, imgurPageId: "off" })).toContain(
    "IMGUR_PAGE_ID",
  );
  expect(imgurAlbums.notConfigured?.({ ...ownId, imgurPageId: "off" })).toBeUndefined();
});
