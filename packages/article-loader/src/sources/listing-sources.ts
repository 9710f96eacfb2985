import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";

import { archiveSource } from "../archive/archive-source.ts";
import type { FeedKeyStore } from "../reddit/feed-key.ts";
import type { ListingSource } from "../reddit/listing-source.ts";
import type { CredentialsStore } from "../reddit/tokens/reddit-credentials.ts";
import { apiSource, feedSource } from "../reddit/reddit-sources.ts";

/** Every way to a listing that this function has. */
export interface ListingSources {
  /** Undefined where there are no credentials. */
  readonly api: ListingSource | undefined;
  readonly feed: ListingSource;
  readonly archive: ListingSource;
}

/**
 * The sources, each with a door of its own. `spacingMs` is the least time between two requests to Reddit's API. With a
 * `feedKey` the feed is asked as its user's own.
 */
export function createListingSources(
  http: OutboundHttp,
  credentials: CredentialsStore | undefined,
  clock: Clock,
  spacingMs: number,
  feedKey?: FeedKeyStore,
): ListingSources {
  return {
    api: credentials && apiSource(http, credentials, clock, spacingMs),
    feed: feedSource(feedKey),
    archive: archiveSource(),
  };
}
