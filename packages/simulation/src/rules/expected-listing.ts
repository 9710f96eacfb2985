import type { Scene } from "../internet/scene.ts";

/** What a listing that is over has listed: these posts, and as many in all. */
export interface ExpectedListing {
  postIds: readonly string[];
  count: number;
}

/** What a crawl of at most `limit` posts lists, if its summary's note is `note`, which says where the feed refused. */
export function expectedListing(
  { posts, way }: Scene,
  limit: number,
  note: string | undefined,
): ExpectedListing {
  const listed = posts.slice(0, limit).map(({ id }) => id);
  if (way.source === "api") return { postIds: listed, count: listed.length };
  const archived =
    way.sort === "top"
      ? way.archived.toSorted((one, other) => other.score - one.score)
      : way.archived;
  const ids = archived.slice(0, limit).map(({ id }) => id);
  if (way.source === "archive") return { postIds: ids, count: ids.length };
  if (note?.includes("The feed refused") !== true) return { postIds: listed, count: listed.length };
  // What the feed listed before it refused counts, too.
  return { postIds: limit >= posts.length ? ids : [], count: ids.length };
}
