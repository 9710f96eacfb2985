import { replyOf, type ScriptedReply } from "./scripted-http.ts";

/** A post as the archive keeps it. */
export interface ArchivedPost {
  id: string;
  created_utc: number;
  [field: string]: unknown;
}

/** Posts of r/aww with a direct picture each: `count` of them, `perSecond` in each second, the newest at `newestSeconds`. */
export function archivedPosts(count: number, perSecond: number, newestSeconds: number) {
  return Array.from({ length: count }, (_, index): ArchivedPost => {
    const id = (100_000_000 - index).toString(36);
    return {
      id,
      subreddit: "aww",
      title: `Post ${index}`,
      author: "catperson",
      permalink: `/r/aww/comments/${id}/post/`,
      url: `https://i.redd.it/${id}.jpg`,
      over_18: false,
      score: index % 97,
      created_utc: newestSeconds - Math.floor(index / perSecond),
      _meta: { retrieved_2nd_on: newestSeconds },
    };
  });
}

/** The same post as a gallery of so many pictures: `m1.jpg`, `m2.jpg` … of preview.redd.it. */
export function archivedGallery(
  post: ArchivedPost,
  pictures: number,
): ArchivedPost & { url: string } {
  const ids = Array.from({ length: pictures }, (_, index) => `m${index + 1}`);
  const picture = (id: string) => ({
    status: "valid",
    e: "Image",
    m: "image/jpg",
    s: { u: `https://preview.redd.it/${id}.jpg?s=1` },
  });
  return {
    ...post,
    url: `https://www.reddit.com/gallery/${post.id}`,
    is_gallery: true,
    gallery_data: { items: ids.map((id) => ({ media_id: id })) },
    media_metadata: Object.fromEntries(ids.map((id) => [id, picture(id)])),
  };
}

/**
 * Arctic Shift as far as the loader asks it: exclusive bounds, whole seconds, the newest first, single posts in another
 * order than the request's.
 */
export class FakeArchive {
  /** What was asked, path and query. */
  readonly asked: URL[] = [];
  /** Answers in the place of the archive's own, as long as there are some; undefined for its own. */
  readonly faults: (ScriptedReply | undefined)[] = [];
  posts: readonly ArchivedPost[];

  constructor(posts: readonly ArchivedPost[]) {
    this.posts = posts;
  }

  reply(url: URL): ScriptedReply {
    this.asked.push(url);
    const fault = this.faults.shift();
    if (fault) return fault;
    const query = (name: string) => url.searchParams.get(name) ?? undefined;
    if (url.pathname === "/api/utils/min")
      return data(
        this.posts.length === 0 ? null : Math.min(...this.posts.map((post) => post.created_utc)),
      );
    if (url.pathname === "/api/posts/ids") {
      const ids = new Set(query("ids")?.split(","));
      return data(this.posts.filter(({ id }) => ids.has(id)).toReversed());
    }
    const limit = Number(query("limit"));
    if (!(limit >= 1 && limit <= 100))
      return { status: 400, body: refusal("'limit' must be between 1 and 100") };
    const [after, before] = [Number(query("after") ?? -1), Number(query("before") ?? Infinity)];
    return data(
      this.posts
        .filter(({ created_utc: at }) => at > after && at < before)
        .toSorted((a, b) => b.created_utc - a.created_utc)
        .slice(0, limit),
    );
  }

  readonly http = async ({ url }: { url: URL }) => replyOf(this.reply(url));
}

function data(found: unknown): ScriptedReply {
  return { headers: { "x-ratelimit-reset": "12" }, body: JSON.stringify({ data: found }) };
}

function refusal(error: string): string {
  return JSON.stringify({ data: null, error });
}

/** What the archive answers a client that is too fast, and a query that is too heavy. */
export const busy: ScriptedReply = { status: 422, body: refusal("Timeout. Maybe slow down a bit") };

/** Cloudflare's page of an archive that is away. */
export const away: ScriptedReply = {
  status: 522,
  headers: { "content-type": "text/html; charset=UTF-8" },
  body: "<!DOCTYPE html><title>522: Connection timed out</title>",
};
