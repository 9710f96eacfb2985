import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import { addSmallUpload, drawAlbum, drawUpload, type HostFiles } from "./draw-files.ts";

/** A post as Reddit's API shows it. */
export interface PostChild {
  kind: string;
  data: { id: string; name: string; title: string; permalink: string } & PostFields;
}

/** What a kind of post has beside what all have. */
interface PostFields {
  url?: string;
  [field: string]: unknown;
}

/** A post on the listing. */
export interface ScenePost {
  id: string;
  title: string;
  /** The post as Reddit's API shows it at this time; an edited post changes. */
  child: (nowMs: number) => PostChild;
  /** The post that it links in place of a picture; on no listing. */
  linked?: { id: string; child: PostChild };
}

/** The subreddit of every run. */
export const subreddit = "aww";

/** Few, so that posts share them; some as strangers write them. */
const titles = [
  "A cat",
  "A cat",
  "Two cats",
  "C\u0000at \uD83D\uDE3A \uD800",
  "<b>cat</b> & \u2028",
] as const;

/** A post and the files that it links. `mayBeEdited` is for runs with a second crawl, which sees the change. */
export function drawPost(
  id: string,
  files: HostFiles,
  random: SeededRandom,
  mayBeEdited: boolean,
): ScenePost {
  const title = random.pick(titles);
  const child = (more: PostFields) => postChild(id, title, more);
  const always = (more: PostFields): ScenePost => {
    const shown = child(more);
    return { id, title, child: () => shown };
  };

  const kind = random.between(1, 100);
  if (kind <= 15) return always({ is_self: true, selftext: "No picture here." });
  if (kind <= 20) return always({ url: `https://example.com/${id}`, domain: "example.com" });
  if (kind <= 50) return always(drawGallery(id, files, random));
  if (kind <= 57) return always({ url: drawAlbum(id, files, random), domain: "imgur.com" });
  if (kind <= 64) {
    const known = [...files.byUrl.keys()].find(isUpload);
    if (known !== undefined) return always({ url: known });
  }
  if (kind <= 72) {
    const linkedId = `${id}z`;
    const shown = { url: drawUpload(linkedId, files, random).original };
    const linked = { id: linkedId, child: postChild(linkedId, title, shown) };
    return { ...always({ url: `https://redd.it/${linkedId}` }), linked };
  }
  const first = child({ url: drawUpload(`${id}a`, files, random).original });
  if (!mayBeEdited || !random.chance(300)) return { id, title, child: () => first };
  // An upload of its own, or one of another post, whose copy then finds the first one under its key.
  const { original } = drawUpload(`${id}b`, files, random);
  const isAlike = (url: string) => url.split(".").at(-1) === first.data.url?.split(".").at(-1);
  const known = [...files.byUrl.keys()].find((url) => isUpload(url) && isAlike(url)) ?? original;
  const edited = child({ url: random.chance(500) ? known : original });
  const editedAfterMs = random.between(0, 40) * 60_000;
  let firstShownMs: number | undefined;
  return {
    id,
    title,
    child: (nowMs) => {
      firstShownMs ??= nowMs;
      return nowMs < firstShownMs + editedAfterMs ? first : edited;
    },
  };
}

function isUpload(url: string): boolean {
  return url.startsWith("https://i.redd.it/");
}

/** A post with one small picture, which its worker stores unless something else fails. */
export function smallPost(id: string, files: HostFiles, pauseMs?: number): ScenePost {
  return linkPost(id, addSmallUpload(`${id}a`, files, pauseMs));
}

/** A post that links `url`. */
export function linkPost(id: string, url: string): ScenePost {
  const [title] = titles;
  const shown = postChild(id, title, { url });
  return { id, title, child: () => shown };
}

function postChild(id: string, title: string, more: PostFields): PostChild {
  return {
    kind: "t3",
    data: {
      id,
      name: `t3_${id}`,
      subreddit,
      title,
      author: "catperson",
      permalink: `/r/${subreddit}/comments/${id}/post/`,
      created_utc: 1_795_377_600,
      ...more,
    },
  };
}

/** The fields of a gallery, of whose items Reddit may be still at work on some. */
function drawGallery(id: string, files: HostFiles, random: SeededRandom): PostFields {
  const names = Array.from({ length: random.between(2, 5) }, (_, index) => `${id}g${index}`);
  return {
    is_gallery: true,
    url: `https://www.reddit.com/gallery/${id}`,
    gallery_data: { items: names.map((media_id) => ({ media_id })) },
    media_metadata: Object.fromEntries(
      names.map((name) => {
        const { extension, copy } = drawUpload(name, files, random);
        const item = { e: "Image", m: `image/${extension}` };
        return random.chance(40)
          ? [name, { ...item, status: "unprocessed" }]
          : [name, { ...item, status: "valid", s: { u: copy } }];
      }),
    ),
  };
}
