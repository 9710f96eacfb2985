import type { ListingPage, PageRequest } from "../reddit/listing-page.ts";
import type { Turn } from "./request-gate.ts";

/** One way to read a subreddit's listing. */
export interface ListingSource {
  /** `oauth` or `feed`, as the crawl's summary says it. */
  readonly name: string;
  /** What this source does not know, for people. */
  readonly note?: string;
  /** The pause between two requests of one crawl that this source wants on top of the gate's, in milliseconds. */
  readonly pauseMs: number;
  /**
   * One page; every request to Reddit's listings goes through `turn`.
   * @throws {PermanentError} when no retry can help; the message says what it is and what to do.
   * @throws {ThrottledError} when Reddit asks to wait. @throws {RetryableError} when it could not answer.
   */
  readPage(page: PageRequest, turn: Turn): Promise<ListingPage>;
  /** The posts with these ids, at most 100, as a page without a next one; absent where the source cannot tell. Throws as `readPage`. */
  readPosts?(postIds: readonly string[], turn: Turn): Promise<ListingPage>;
}
