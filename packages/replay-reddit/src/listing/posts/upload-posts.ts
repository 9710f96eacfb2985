import { linked, type Builder, type DemoPost } from "../demo-post.ts";
import { listedPost, uploadIdOf, without, type ListedPost } from "./listed-post.ts";
import { previewOf, previewSource, thumbnailOf } from "./previews.ts";

/** Builds posts of one picture uploaded to Reddit. */
export function singlePicture(
  extension: "jpg" | "jpeg" | "png" | "gif" | "webp",
  fields: Partial<ListedPost> = {},
): Builder {
  return (number) => {
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
      pictures: linked("single", [url], { inFeed: true }),
    };
  };
}

const jpg = singlePicture("jpg");
const fileOf = (number: number) => `${uploadIdOf(`single ${number}`)}.jpg`;

/** Builds a fresh post: Reddit has not made its hint, preview and thumbnail yet. */
export const freshPicture: Builder = (number) => {
  const { post, pictures } = singlePicture("jpeg")(number);
  const fresh = without(post, ["post_hint", "preview"]);
  return { post: { ...fresh, thumbnail: "" }, pictures };
};

/** Builds a post whose picture is another kind of file than its URL says. */
export const mislabelledPicture: Builder = (number) => ({
  ...jpg(number),
  quirks: { trueTypes: { [fileOf(number)]: "png" } },
});

/** Builds a post whose original is deleted, so that only the signed copy is left. */
export const rescuedPicture: Builder = (number) => {
  const file = fileOf(number);
  const copy = previewSource(`https://preview.redd.it/${file}`);
  const pictures = linked("preview-rescue", [copy], { quality: "reduced" });
  return { ...jpg(number), pictures, quirks: { gone: [file] } };
};

/** Builds posts that link a signed copy; a `slug` gives it the long form, whose id stands behind `-v0-`. */
export function previewLink(slug = ""): Builder {
  return (number) => {
    const file = `${uploadIdOf(`preview link ${number}`)}.jpg`;
    const url = previewSource(`https://preview.redd.it/${slug}${file}?width=960&format=pjpg`);
    return {
      post: listedPost(number, { url, domain: "preview.redd.it" }),
      pictures: linked("single", [`https://i.redd.it/${file}`], { inFeed: true }),
    };
  };
}

/** Builds second posts of the picture that post `first` shows. */
export function repost(first: DemoPost): Builder {
  return (number) => {
    const { url, domain } = first.post;
    const own = listedPost(number, { url, domain });
    const { id, name, permalink, title, author, created, created_utc } = own;
    const post = { ...first.post, id, name, permalink, title, author, created, created_utc };
    return { ...first, post };
  };
}

/** Fields that answers of 2016 did not have. */
const laterFields =
  "is_video is_reddit_media_domain url_overridden_by_dest removed_by_category media_only preview spoiler pinned";

/** Builds a post as answers of 2016 had it. */
export const legacyPicture: Builder = (number) => {
  const built = jpg(number);
  return { ...built, post: without(built.post, laterFields.split(" ")) };
};
