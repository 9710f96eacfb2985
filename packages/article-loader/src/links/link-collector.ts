import type { LinkReading } from "@reddit-crawler/media-hosts";
import {
  maxLinksPerPost,
  type LeftOutLink,
  type LinkCandidate,
  type PictureLink,
} from "@reddit-crawler/message-schema";

import { safeText } from "../reddit/lenient-reader.ts";

/** As many candidates as a picture link may have. */
const maxCandidates = 10;
/** Enough to recognise a link by; it is never requested. */
const maxLeftOutUrlLength = 500;

/** What is known of a link beside its candidates: the fields of its message. */
interface LinkFacts {
  pending?: string | undefined;
  animation?: boolean | undefined;
  album?: boolean | undefined;
}

/** Gathers one post's links in their order: each picture once, positions without gaps but for what is left out. */
export class LinkCollector {
  readonly links: PictureLink[] = [];
  readonly leftOut: LeftOutLink[] = [];
  readonly #seen = new Set<string>();
  #position = 0;

  /**
   * Adds a picture, or passes over it when one of its files is here already. `pending` says why it may not be at any of
   * these places yet, `animation` that it moves, `album` that its address is an album's.
   */
  add(
    foundIn: string,
    candidates: readonly LinkCandidate[],
    { pending, animation, album }: LinkFacts = {},
  ): void {
    const [best] = candidates;
    if (!best || this.#isKnown(candidates)) return;
    if (this.#position >= maxLinksPerPost)
      return this.leaveOut(foundIn, "too-many-links", best.url);
    this.#position++;
    this.links.push({
      position: this.#position,
      foundIn,
      candidates: distinct(candidates).slice(0, maxCandidates),
      ...(pending !== undefined && { pending }),
      ...(animation && { animation }),
      ...(album && { album }),
    });
  }

  /** Records a link that gives no picture. */
  leaveOut(foundIn: string, reason: string, url?: string): void {
    if (this.leftOut.length >= maxLinksPerPost) return;
    this.leftOut.push({ foundIn, reason, ...urlField(url) });
  }

  /** Records a link that gives no picture but keeps its place in the post's order. */
  leaveOutInPlace(foundIn: string, reason: string, url?: string): void {
    if (this.#position >= maxLinksPerPost) return this.leaveOut(foundIn, reason, url);
    this.#position++;
    this.leftOut.push({ position: this.#position, foundIn, reason, ...urlField(url) });
  }

  #isKnown(candidates: readonly LinkCandidate[]): boolean {
    // Reddit's pictures of a page stand for the link only where it has no file of its own.
    const own = candidates.filter(({ quality }) => quality !== "preview");
    const identities = (own.length > 0 ? own : candidates).map(identity);
    const known = identities.some((name) => this.#seen.has(name));
    for (const name of identities) this.#seen.add(name);
    return known;
  }
}

/** One picture has one address but for its extension, which says nothing about the file. */
function identity({ url }: LinkCandidate): string {
  return url.replace(/\.[A-Za-z0-9]{2,5}$/, "");
}

/** Each address once, at its last place: a still that the post links itself waits behind Reddit's animations of it. */
function distinct(candidates: readonly LinkCandidate[]): LinkCandidate[] {
  const byUrl = new Map<string, LinkCandidate>();
  for (const candidate of candidates) {
    // A map keeps the first place of what is set twice.
    byUrl.delete(candidate.url);
    byUrl.set(candidate.url, candidate);
  }
  return [...byUrl.values()];
}

function urlField(url: string | undefined): { url?: string } {
  const text = safeText(url ?? "", maxLeftOutUrlLength);
  return text === "" ? {} : { url: text };
}

/** The copies that a link names by itself, best first: a page before the addresses guessed from it, since its host knows the file. */
export function linkCopies(reading: LinkReading & { kind: "picture" | "page" }): LinkCandidate[] {
  if (reading.kind === "picture") return reading.candidates;
  return [{ url: reading.page.href, quality: "original", kind: "page" }, ...reading.candidates];
}
