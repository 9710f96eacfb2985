import type { Scene } from "../internet/scene.ts";

/** What a listing that is over has listed: these posts, and as many in all. */
export interface ExpectedListing {
  postIds: readonly string[];
  count: number;
}

/** What a crawl of at most `limit` posts lists, if its summary's note is `note`, which says where the feed refused. */
export function expectedListing(
  { posts, way, target }: Scene,
  limit: number,
  note: string | undefined,
): ExpectedListing {
  if (target.kind === "post") return { postIds: [target.postId], count: 1 };
  const listed = posts.slice(0, limit).map(({ id }) => id);
  if (way.source === "api" || way.source === "file")
    return { postIds: listed, count: listed.length };
  // One that arrives late may be listed or not, and takes another's place where the crawl wants fewer.
  const archived = way.archived.filter(({ arrivesAfterMs }) => arrivesAfterMs === undefined);
  const isCertain = archived.length === way.archived.length || limit >= way.archived.length;
  if (way.sort === "top") archived.sort((one, other) => other.score - one.score);
  const first = archived.slice(0, limit);
  const ids = isCertain ? first.map(({ id }) => id) : [];
  if (way.source === "archive") return { postIds: ids, count: first.length };
  if (note?.includes("The feed refused") !== true) return { postIds: listed, count: listed.length };
  // What the feed listed before it refused counts, too.
  return { postIds: limit >= posts.length ? ids : [], count: first.length };
}
