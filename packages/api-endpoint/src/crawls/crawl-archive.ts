/** What the bucket knows of crawls. Every method throws RetryableError when the bucket did not answer. */
export interface CrawlArchive {
  /** An object's text; undefined when there is none. */
  read(key: string): Promise<string | undefined>;
  /** Keys below `prefix` that sort behind `after`, in their order, at most `limit` (1..1000), and whether more follow. */
  list(
    prefix: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ keys: string[]; more: boolean }>;
  /** A URL that opens one object for `linkSeconds`, to whoever has it. */
  linkTo(key: string): Promise<string>;
}

/** Chosen: time to look at a page of pictures or to download them, and a link in a log is soon worth nothing. */
export const linkSeconds = 900;
