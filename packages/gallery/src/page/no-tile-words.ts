import type { GalleryCrawl } from "../contract/gallery-crawl.ts";
import { isUnderWay } from "./under-way.ts";

/** Why the grid shows nothing, where `crawls` are those that it would show and `pictures` is how many they have. */
export function noTileWords(pictures: number, crawls: readonly GalleryCrawl[]): string {
  if (pictures > 0) return "No picture fits the filter.";
  if (crawls.some(isUnderWay)) return "The first pictures are on their way.";
  const [nothing, it] =
    crawls.length === 1
      ? ["This crawl stored no picture", "it"]
      : ["These crawls stored no picture", "they"];
  if (crawls.some(({ decided }) => decided > 0))
    return `${nothing}. “Left out” says why, post by post.`;
  if (crawls.some(({ listed }) => listed > 0))
    return `${nothing}: ${it} ended before a post was decided.`;
  return crawls.every(({ state }) => state === "finished")
    ? `${nothing}: Reddit listed no post.`
    : `${nothing}: ${it} ended before a post was listed.`;
}
