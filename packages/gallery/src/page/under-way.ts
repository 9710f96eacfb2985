import type { GalleryCrawl } from "../contract/gallery-crawl.ts";

const underWay: ReadonlySet<GalleryCrawl["state"]> = new Set(["queued", "listing", "downloading"]);

/** Whether pictures of a crawl may still come by themselves. */
export function isUnderWay({ state }: GalleryCrawl): boolean {
  return underWay.has(state);
}
