import type { Door } from "../gate/door.ts";
import type { RedditAnswer } from "./ask-reddit.ts";
import type { ListingPage, PageRequest } from "./listing-page.ts";
import type { RedditTokens } from "./tokens/reddit-tokens.ts";

/** One request, and what its answer means. */
export interface Question {
  url: URL;
  /** It is asked as nobody's, also where the source has a secret to sign with. */
  isUnsigned?: true;
  /**
   * The page, or the posts, in an answer.
   * @throws {PermanentError} when no retry can help; the message says what it is and what to do.
   * @throws {ThrottledError} when a wait is asked for. @throws {RetryableError} when it could not be answered.
   */
  read: (answer: RedditAnswer, nowMs: number) => ListingPage | Promise<ListingPage>;
  /** What to ask after a wait where the answer is `archive-busy`; without it that ends the attempts. */
  whenBusy?: { waitSeconds: number; question: Question } | undefined;
}

/** Something that a source does not say of every post, and the filter that asks for it. */
export interface Lack {
  filter: "nsfw" | "spoilers" | "minScore" | "flair";
  what: string;
}

/** One way to read a subreddit's listing: which requests, through which door. */
export interface ListingSource {
  /** As the crawl's summary says it. */
  readonly name: string;
  /** What this source does not know, for people. */
  readonly note?: string;
  /** What it does not say of every post; absent where it says everything. */
  readonly lacks?: readonly Lack[];
  readonly door: Door;
  /** The tokens that its requests need; undefined where it is public. */
  readonly tokens: RedditTokens | undefined;
  /** The address that is really asked, where a secret goes into it. Throws as the store of that secret. */
  readonly sign?: ((url: URL) => Promise<URL>) | undefined;
  /** Asks for a page. @throws {PermanentError} `source-cannot-list` where the source has no such listing. */
  readonly page: (page: PageRequest) => Question;
  /** Asks for single posts, at most 100; undefined where the source cannot answer that. */
  readonly posts: ((postIds: readonly string[]) => Question) | undefined;
  /** Asks which post a share link leads to: the page has that post, of which its id alone is known. */
  readonly sharedPost?: (sharePath: string) => Question;
  /** Asks whether there is what `page` names, where an unknown name gives an empty page. Its reading throws where there is not. */
  readonly existence?: (page: PageRequest) => Question;
}
