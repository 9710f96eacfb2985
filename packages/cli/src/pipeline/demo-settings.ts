import { demoCredentials } from "@reddit-crawler/replay-reddit/start-replay";

import type { LocalSettings } from "./local-settings.ts";

/** What a person would configure to crawl the replay's Reddit. */
export const demoSettings: LocalSettings = {
  redditCredentials: demoCredentials,
  redditUserAgent: undefined,
  imgurClientId: "replay-imgur-client",
};
