import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";
import type { LinkCandidate } from "@reddit-crawler/message-schema";

/** What a URL on a host means, by the URL alone. */
export type LinkReading =
  /** One picture; candidates best first. */
  | { kind: "picture"; candidates: LinkCandidate[] }
  /**
   * A page that has to be asked which pictures it holds; `candidates` are cheaper attempts that may do without asking.
   * `isAlbum` where its address can be nothing but an album's.
   */
  | { kind: "page"; page: URL; candidates: LinkCandidate[]; isAlbum?: boolean }
  /** Another post on Reddit. */
  | { kind: "post"; postId: string }
  /** No picture, for good. `reason` is a kebab-case code; `isAlbum` where it is an album that cannot be opened. */
  | { kind: "nothing"; reason: string; isAlbum?: boolean };

/** What is known of a link beyond its address, such as what Reddit found out about it. */
export interface KnownOfLink {
  /** It leads to a picture, whatever its address looks like. */
  isPicture?: boolean;
  /** It leads to an animation, of which an address may name a still. */
  isAnimation?: boolean;
  /** What stands behind the address's "#": viewers keep there which of a page's pictures they show. */
  fragment?: string;
}

/** What one host's file makes of a URL: a reading, or another link that has to be read in its place. */
export type HostReading = LinkReading | { kind: "elsewhere"; link: string };

/** What a page turned out to hold. */
export type Resolution =
  /**
   * One item per picture in the page's own order; `album` says whether there could be several. An item without candidates
   * is one of which the host names no file. `animation` says that each one moves: a still is the last choice.
   */
  | { kind: "pictures"; album: boolean; items: LinkCandidate[][]; animation?: boolean }
  | { kind: "gone"; reason: string }
  /** The host does not show it to this client, which says nothing about whether it is there. */
  | { kind: "refused"; reason: string }
  | { kind: "nothing"; reason: string };

/**
 * The client id that imgur's page gave its visitors, or why there was none; instants in milliseconds since 1970.
 * `readAgainAt`: the page was read a second time, since imgur refused the id, or gave no other. `secondAt`: the page
 * refused once, and is to be read for the second time then.
 */
export type KeptPageId =
  | { kind: "id"; id: string; readAt: number; readAgainAt?: number | undefined }
  | { kind: "none"; reason: string; readAt: number; secondAt?: number | undefined };

/** Where all processes share the id of imgur's page. Neither method throws: the page can be read again. */
export interface PageIdStore {
  read(): Promise<KeptPageId | undefined>;
  write(kept: KeptPageId): Promise<void>;
}

/** What a resolver may use. Errors: throws RetryableError or ThrottledError when the host could not answer. */
export interface ResolveContext {
  http: OutboundHttp;
  signal: AbortSignal;
  now(): number;
  /** Keys that some hosts want, by name, such as `imgurClientId`; absent when not configured. */
  keys: Readonly<Record<string, string | undefined>>;
  /** Absent where the id of imgur's page is not to be used. */
  imgurPageId?: PageIdStore | undefined;
}

/** Everything that is known of one host, in one file with its tests. */
export interface MediaHost {
  /** The name that `MediaHosts` lists: "reddit", "imgur", "redgifs" … */
  name: string;
  /**
   * Host names this file speaks for: exact ("i.redd.it"), or with a leading dot all below it (".media.tumblr.com").
   * "." is every host that no other file speaks for.
   */
  domains: readonly string[];
  /** What `url` means; called only for https URLs on one of `domains`. Pure, never throws. */
  read(url: URL, known: KnownOfLink): HostReading;
  /** Asks the host what `page` holds. Absent where no URL of the host reads as a page. */
  resolve?(page: URL, context: ResolveContext): Promise<Resolution>;
  /** How one process may ask it: requests at once, and milliseconds from one to the next. A cautious default when absent. */
  pace?: { atOnce: number; spacingMs: number };
  /** Whether what `resolve` answers holds for days, so that it may be kept; signed, short-lived addresses do not. */
  answersLast?: boolean;
  /** Request headers that this host wants for its files, such as a referer. */
  headers?: Readonly<Record<string, string>>;
  /** Whether a body is this host's placeholder for a picture that is gone. */
  isPlaceholder?(body: PictureBody): boolean;
  /** Whether a body is the placeholder that this host sends for every picture, such as to a whole country. */
  isRefusal?(body: PictureBody): boolean;
}

/** What came from `finalUrl`. `head` are its first bytes, fewer than 24 only when it has no more; digests are in hex. */
export interface PictureBody {
  finalUrl: URL;
  bytes: number;
  sha256: string;
  md5: string;
  head: Uint8Array;
}
