import { writeFile } from "node:fs/promises";

import { plainLinks } from "@reddit-crawler/replay-reddit/listing/plain-links";
import { builtInListing } from "@reddit-crawler/replay-reddit/listing/replay-listing";

const plainPicture = /^https:\/\/i\.(?:redd\.it|imgur\.com)\/\w+\.(?:jpe?g|png|gif)$/;

/**
 * Writes a listing of `posts` posts that every downloader reads alike into `file`: uploads, whole galleries and direct
 * links to imgur, those of the demo. Its odder posts end gallery-dl 1.25.3 at the third.
 */
export async function writePlainListing(file: string, posts: number): Promise<void> {
  const plain = builtInListing().posts.filter((post) => {
    const links = plainLinks(post);
    const wanted = isGallery(post.gallery_data) ? post.gallery_data.items.length : 1;
    return links.length >= wanted && links.every(({ url }) => plainPicture.test(url));
  });
  if (plain.length < posts) throw new Error(`the replay has ${plain.length} plain posts`);
  const children = plain.slice(0, posts).map((data) => ({ kind: "t3", data }));
  await writeFile(file, JSON.stringify({ kind: "Listing", data: { after: null, children } }));
}

function isGallery(data: unknown): data is { items: readonly unknown[] } {
  return typeof data === "object" && data !== null && "items" in data && Array.isArray(data.items);
}
