/** `stopped` is a crawl that a person stopped, or that ended with its run, before every post was decided. */
export type CrawlState =
  | "queued"
  | "listing"
  | "downloading"
  | "finished"
  | "given-up"
  | "failed"
  | "stopped";

/** One crawl and how far it is. */
export interface GalleryCrawl {
  crawlId: string;
  /** What is crawled, for people: r/aww, u/name, or a post. */
  address: string;
  sortMethod: string;
  timeFilter: string;
  limit: number;
  requestedAt: string;
  /** When its latest post was decided, or its summary last changed. */
  updatedAt: string;
  state: CrawlState;
  listed: number;
  /** Posts that the listing stage has sent on or recorded: all that will be decided. */
  known: number;
  decided: number;
  pictures: number;
  newPictures: number;
  bytes: number;
  /** Where its listing was read, and as of when, for people. */
  source: string;
  /** What a person should know: why it failed or waits, or what its source does not say. */
  message?: string;
  /** Why and until when its listing waits; over once `until` has passed. */
  waiting?: { reason: string; until: string };
  /** Reddit listed fewer posts than were asked for. */
  cutByReddit: boolean;
}
