import { writeFile } from "node:fs/promises";

import { plainLinks } from "@reddit-crawler/replay-reddit/listing/posts/plain-links";
import { builtInListing } from "@reddit-crawler/replay-reddit/listing/replay-listing";

/** An upload, or imgur's file of a picture; `removed` is imgur's own. */
const plainPicture =
  /^https:\/\/i\.(?:redd\.it\/\w+\.(?:jpe?g|png|gif)|imgur\.com\/(?!removed)\w+\.(?:jpe?g|png))$/;

/**
 * Writes a listing of `posts` posts that every downloader reads alike into `file`: uploads, whole galleries and direct
 * links to imgur, those of the demo. Its odder posts end gallery-dl 1.25.3 at the third.
 */
export async function writePlainListing(file: string, posts: number): Promise<void> {
  const listing = builtInListing();
  const plain = listing.posts.filter((post) => {
    const { pictures, lost = [] } = listing.linksOf(post.id);
    const isWhole = pictures.length > 0 && lost.length === 0 && !post.selftext;
    const isPlain = post.is_gallery
      ? plainLinks(post).length === pictures.length
      : plainPicture.test(post.url);
    return isWhole && isPlain && pictures.every(({ url }) => plainPicture.test(url));
  });
  if (plain.length < posts) throw new Error(`the replay has ${plain.length} plain posts`);
  // gallery-dl names files by titles, of which some of the demo's are too long for a disk.
  const children = plain.slice(0, posts).map((data, index) => ({
    kind: "t3",
    data: { ...data, title: `Post ${index}` },
  }));
  await writeFile(file, JSON.stringify({ kind: "Listing", data: { after: null, children } }));
}
