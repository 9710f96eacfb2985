import { lost, unavailable, withoutPictures, type DemoPost } from "../demo-post.ts";
import { listedPost, uploadIdOf, type ListedPost } from "./listed-post.ts";
import { previewOf, previewSource } from "./previews.ts";
import { singlePicture } from "./upload-posts.ts";

/** Builds a post of a link to another site. Reddit shows a picture of the page, which is not the post's own. */
export function outsideLink(
  number: number,
  url: string,
  postHint?: string,
  reason = "unsupported-host",
): DemoPost {
  const id = uploadIdOf(`page ${number}`);
  return {
    post: listedPost(number, {
      url,
      domain: new URL(url).hostname.replace(/^www\./, ""),
      ...(postHint && { post_hint: postHint }),
      preview: previewOf(id, `https://external-preview.redd.it/${id}.jpeg`),
    }),
    ...withoutPictures(unavailable(reason)),
  };
}

/** Builds a link to a picture on a host that is never open, of which Reddit serves a copy of its own. */
export function closedHostLink(number: number, url: string, postHint?: string): DemoPost {
  const unsigned = `https://external-preview.redd.it/${uploadIdOf(`page ${number}`)}.jpeg`;
  return {
    post: outsideLink(number, url, postHint).post,
    pictures: [
      {
        shape: "preview-rescue",
        quality: "preview",
        url: previewSource(unsigned),
        position: 1,
        inFeed: false,
      },
    ],
  };
}

/** Builds a post that moderators or its author took away, picture and all. */
export function removedPost(number: number, by: "moderator" | "deleted" | "reddit"): DemoPost {
  const built = singlePicture(number, "jpg");
  const file = `${uploadIdOf(`single ${number}`)}.jpg`;
  const { preview: _preview, post_hint: _hint, ...rest } = built.post;
  const post: ListedPost = {
    ...rest,
    removed_by_category: by,
    title: by === "deleted" ? "[deleted by user]" : built.post.title,
    author: by === "deleted" ? "[deleted]" : built.post.author,
    thumbnail: "default",
  };
  return { post, ...withoutPictures(lost("gone", "http-404")), quirks: { gone: [file] } };
}

/** Builds an advertisement as Reddit mixes them into listings. */
export function promotedPost(number: number): DemoPost {
  const { post } = outsideLink(number, "https://catfood.example/?utm_source=reddit");
  return {
    post: { ...post, promoted: true, is_created_from_ads_ui: true, author: "catfood_example" },
    pictures: [],
    reason: "promoted",
  };
}
