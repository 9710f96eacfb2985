import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import type { CrawlRequest } from "@reddit-crawler/message-schema";

import { newDoor } from "../gate/door.ts";
import type { ListingSource } from "../reddit/listing-source.ts";
import type { ListingSources } from "./listing-sources.ts";

/** The source that a crawl wants; by itself the API where there are credentials, else the feed. */
export function chooseSource(
  wanted: CrawlRequest["source"] = "auto",
  { api, feed, archive }: ListingSources,
): ListingSource {
  if (wanted === "auto") return api ?? feed;
  if (wanted === "api") return api ?? apiWithoutKeys;
  return wanted === "archive" ? archive : feed;
}

/** The API that a caller asks for and nobody has credentials for. */
const apiWithoutKeys: ListingSource = {
  name: "oauth",
  door: newDoor("", 0),
  tokens: undefined,
  page: () => {
    throw new PermanentError(
      "source-not-configured",
      "The crawl asks for Reddit's API, and there are no credentials for it. Give RedditCredentialsSecretArn (on this machine REDDIT_CLIENT_ID), or another source.",
    );
  },
  posts: undefined,
};
