import type { DemoPost } from "../demo-post.ts";
import { listedPost, uploadIdOf, type ListedPost } from "./listed-post.ts";
import { previewOf, previewSource, thumbnailOf } from "./previews.ts";

/** Builds a post of one picture uploaded to Reddit. */
export function singlePicture(
  number: number,
  extension: "jpg" | "jpeg" | "png" | "gif" | "webp",
  fields: Partial<ListedPost> = {},
): DemoPost {
  const upload = uploadIdOf(`single ${number}`);
  const url = `https://i.redd.it/${upload}.${extension}`;
  const copy = `https://preview.redd.it/${upload}.${extension}`;
  return {
    post: listedPost(number, {
      url,
      domain: "i.redd.it",
      post_hint: "image",
      thumbnail: thumbnailOf(copy),
      // Reddit's preview of an animation is a still.
      preview: previewOf(upload, extension === "gif" ? `${copy}?format=png8` : copy),
      ...fields,
    }),
    pictures: [{ shape: "single", url, position: 1, inFeed: true }],
  };
}

/** Builds a fresh post: Reddit has not made its hint, preview and thumbnail yet. */
export function freshPicture(number: number): DemoPost {
  const { post, pictures } = singlePicture(number, "jpeg");
  const { post_hint: _hint, preview: _preview, ...fresh } = post;
  return { post: { ...fresh, thumbnail: "" }, pictures };
}

/** Builds a post whose picture is another kind of file than its URL says. */
export function mislabelledPicture(number: number): DemoPost {
  const built = singlePicture(number, "jpg");
  return { ...built, quirks: { trueTypes: { [`${uploadIdOf(`single ${number}`)}.jpg`]: "png" } } };
}

/** Builds a post whose original is deleted, so that only the signed copy is left. */
export function rescuedPicture(number: number): DemoPost {
  const built = singlePicture(number, "jpg");
  const file = `${uploadIdOf(`single ${number}`)}.jpg`;
  return {
    ...built,
    pictures: [
      {
        shape: "preview-rescue",
        quality: "reduced",
        url: previewSource(`https://preview.redd.it/${file}`),
        position: 1,
        inFeed: false,
      },
    ],
    quirks: { gone: [file] },
  };
}

/** Builds a post that links a signed copy; `slug` gives it the long form, whose id stands behind `-v0-`. */
export function previewLink(number: number, slug: boolean): DemoPost {
  const file = `${uploadIdOf(`preview link ${number}`)}.jpg`;
  const name = slug ? `this-cat-in-a-box-v0-${file}` : file;
  const unsigned = `https://preview.redd.it/${name}?width=960&format=pjpg`;
  return {
    post: listedPost(number, { url: previewSource(unsigned), domain: "preview.redd.it" }),
    pictures: [{ shape: "single", url: `https://i.redd.it/${file}`, position: 1, inFeed: true }],
  };
}

/** Builds a second post of the picture that post `first` shows. */
export function repost(number: number, first: DemoPost): DemoPost {
  const { id, name, permalink, title, author, created, created_utc } = listedPost(number, {
    url: first.post.url,
    domain: first.post.domain,
  });
  return {
    ...first,
    post: { ...first.post, id, name, permalink, title, author, created, created_utc },
  };
}

/** Builds a post as answers of 2016 had it: without the fields that came later. */
export function legacyPicture(number: number): DemoPost {
  const built = singlePicture(number, "jpg");
  const {
    is_video: _video,
    is_reddit_media_domain: _domain,
    url_overridden_by_dest: _dest,
    removed_by_category: _removed,
    media_only: _only,
    preview: _preview,
    spoiler: _spoiler,
    pinned: _pinned,
    ...post
  } = built.post;
  return { ...built, post };
}
