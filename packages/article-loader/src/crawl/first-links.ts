import type { PictureLink, PostFacts } from "@reddit-crawler/message-schema";

/**
 * Which post of a crawl links an address first, in the listing's order. It lasts as long as an invocation: behind that,
 * the download stage knows the same picture by its bytes.
 */
export class FirstLinks {
  readonly #places = new Map<string, NonNullable<PictureLink["duplicateOf"]>>();

  /** A post's links, each with the earlier post's link to the same address where there is one. */
  mark({ id, subreddit }: PostFacts, links: readonly PictureLink[]): PictureLink[] {
    return links.map((link) => {
      const address = link.candidates[0]?.url;
      // What is not there yet cannot be copied from anywhere.
      if (address === undefined || link.pending !== undefined) return link;
      const first = this.#places.get(address);
      if (first) return first.postId === id ? link : { ...link, duplicateOf: first };
      this.#places.set(address, { subreddit, postId: id, position: link.position });
      return link;
    });
  }
}
