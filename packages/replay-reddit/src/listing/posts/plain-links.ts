import type { ExpectedLink } from "../demo-post.ts";
import type { RecordedPost } from "../recorded-listing.ts";

/**
 * The pictures that a recorded post links in the plain shapes: an upload, the items of a gallery, a direct link
 * to imgur, and links to uploads and imgur's files in its text.
 */
export function plainLinks(post: RecordedPost): ExpectedLink[] {
  const own = galleryItems(post) ?? single(post.url) ?? [];
  const seen = new Set(own.map(({ url }) => url));
  const text = (post.selftext ?? "").replaceAll("&amp;", "&");
  const inText = [
    ...text.matchAll(/https?:\/\/(?:i|preview)\.(?:redd\.it|imgur\.com)\/[^\s()[\]"]+/g),
  ]
    .flatMap(([url]) => single(url.replace(/[.,]+$/, "")) ?? [])
    .filter(({ url }) => !seen.has(url) && seen.add(url))
    .map(({ url }, index) => ({
      shape: "self-text",
      url,
      position: own.length + index + 1,
      inFeed: true,
    }));
  return [...own, ...inText];
}

function single(text: string): ExpectedLink[] | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const place = { position: 1, inFeed: true };
  const file = url.pathname.slice(1).split("-v0-").at(-1) ?? "";
  if (url.hostname === "i.redd.it" || url.hostname === "preview.redd.it")
    return [{ shape: "single", url: `https://i.redd.it/${file}`, ...place }];
  if (url.hostname === "i.imgur.com" && /\.(jpe?g|png|gif|webp)$/i.test(url.pathname)) {
    // Ids have 5 or 7 characters; a sixth or eighth is the letter of a smaller copy.
    const path = url.pathname.replace(/^(\/(?:\w{5}|\w{7}))[sbtmlhrg]\./, "$1.");
    return [{ shape: "imgur-direct", url: `https://i.imgur.com${path}`, ...place }];
  }
  return undefined;
}

function galleryItems(post: RecordedPost): ExpectedLink[] | undefined {
  return post.gallery_data?.items.flatMap(({ media_id: id }, index) => {
    const entry = post.media_metadata?.[id];
    const source = entry?.s?.gif ?? entry?.s?.u;
    if (entry?.status !== "valid" || source === undefined) return [];
    const url = `https://i.redd.it${new URL(source.replaceAll("&amp;", "&")).pathname}`;
    const shape = entry.e === "AnimatedImage" ? "gallery-animated" : "gallery-item";
    return [{ shape, url, position: index + 1, inFeed: false }];
  });
}
