import type { CrawlRequest } from "@reddit-crawler/message-schema";

import type { RateBudget } from "./rate-budget.ts";
import type { RedditPost } from "./reddit-post.ts";

/** Which part of a listing to read: of the subreddit's posts, of all that `user` posted, or the post `postId` alone. */
export interface PageRequest {
  subreddit: string;
  user?: string | undefined;
  postId?: string | undefined;
  sortMethod: CrawlRequest["sortMethod"];
  timeFilter: CrawlRequest["timeFilter"];
  /** The time that a listing of the archive covers. */
  since?: string | undefined;
  until?: string | undefined;
  /** When the crawl was asked for: what "now" means on all of its pages. */
  requestedAt: string;
  /** Posts of all pages. */
  most: number;
  /** Posts on the page, 1..100 (https://www.reddit.com/dev/api/#listings). */
  limit: number;
  /** The page begins behind this fullname, or at this cursor; the listing's first page without it. */
  after: string | undefined;
  /** Posts that earlier pages listed, which Reddit uses to number the page. */
  count: number;
}

/** One page of a listing: as many posts as Reddit gave, which may be none though more pages follow. */
export interface ListingPage {
  posts: RedditPost[];
  /** Posts that had no readable form and are left out. */
  unreadable: number;
  /** Where the next page begins; undefined at the end of the listing. */
  after: string | undefined;
  budget: RateBudget | undefined;
  /** The source goes on in time or in bytes: no page of it comes again, though it may have no post. */
  isOnward?: true;
  /** When the newest of these posts was read, in milliseconds since 1970, where that was not just now; 0 where it is unknown. */
  asOfMs?: number | undefined;
  /** How much of the listing lies behind this page, 0..1, where the source can tell that by time or bytes. */
  coveredShare?: number | undefined;
}
