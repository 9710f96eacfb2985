import type { FoundLinks } from "@reddit-crawler/article-loader/links/post-links";

/** How many of each: picture links by where they were found and how good the best copy is, losses by reason. */
export interface LinkCounts {
  posts: number;
  postsWithPictures: number;
  pictures: number;
  picturesByShape: Record<string, number>;
  leftOutByReason: Record<string, number>;
  postsWithoutPicturesByReason: Record<string, number>;
}

/** Counts what was found in the posts of a listing. */
export function countLinks(found: readonly FoundLinks[]): LinkCounts {
  const links = found.flatMap((post) => post.links);
  return {
    posts: found.length,
    postsWithPictures: found.filter((post) => post.links.length > 0).length,
    pictures: links.length,
    picturesByShape: tally(
      links.map(({ foundIn, candidates: [best] }) => `${foundIn}, ${best?.kind ?? best?.quality}`),
    ),
    leftOutByReason: tally(
      found.flatMap(({ leftOut }) => leftOut.map(({ foundIn, reason }) => `${foundIn}, ${reason}`)),
    ),
    postsWithoutPicturesByReason: tally(found.flatMap(({ reason }) => reason ?? [])),
  };
}

/** Most frequent first. */
function tally(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a));
}
