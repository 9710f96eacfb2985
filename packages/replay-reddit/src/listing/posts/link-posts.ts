import {
  linked,
  lost,
  unavailable,
  withoutPictures,
  type Builder,
  type DemoPost,
  type ExpectedLink,
} from "../demo-post.ts";
import {
  listedPost,
  postIdOf,
  signed,
  uploadIdOf,
  without,
  type ListedPost,
} from "./listed-post.ts";
import { previewOf, previewSource } from "./previews.ts";
import { singlePicture } from "./upload-posts.ts";

/** A post of nothing but a link; `fields` are what its shape adds. */
export function linkPost(number: number, url: string, fields: Partial<ListedPost> = {}) {
  return listedPost(number, { url, domain: new URL(url).hostname, ...fields });
}

/** Builds links to an upload: `form` with the file's name, `id.jpg` or another `extension`. A preview is signed. */
export function uploadLink(form: string, extension = "jpg"): Builder {
  return (number) => {
    const file = `${uploadIdOf(`link ${number}`)}.${extension}`;
    const url = form.replace("{file}", file);
    return {
      post: linkPost(number, url.startsWith("https://preview.redd.it/") ? signed(url) : url),
      pictures: linked("single", [`https://i.redd.it/${file}`], { inFeed: true }),
      // The address may hold the file where no reader of addresses finds it.
      quirks: { unnamed: [file] },
    };
  };
}

/** Builds links that are themselves a signed copy of something, which is all there is. */
export function signedLink(form: string, quality: NonNullable<ExpectedLink["quality"]>): Builder {
  return (number) => {
    const url = signed(form.replace("{id}", uploadIdOf(`signed ${number}`)));
    return {
      post: linkPost(number, url),
      pictures: linked("single", [url], { quality, inFeed: true }),
    };
  };
}

/** Builds a link to the long form of a signed copy whose original is deleted. */
export const rescuedPreviewLink: Builder = (number) => {
  const file = `${uploadIdOf(`slug ${number}`)}.jpg`;
  const url = signed(`https://preview.redd.it/a-cat-by-the-sea-v0-${file}?width=640&auto=webp`);
  return {
    post: linkPost(number, url),
    pictures: linked("preview-rescue", [url], { quality: "reduced" }),
    quirks: { gone: [file] },
  };
};

/** Builds links that the loader leaves out for `reason`. */
export function pictureless(url: string, reason: string): Builder {
  return (number) => ({ post: linkPost(number, url), ...withoutPictures(unavailable(reason)) });
}

/** Builds links to post `first`, whose pictures count: `form` with its id. */
export function postLink(first: DemoPost & { number: number }, form: string): Builder {
  return (number) => ({
    ...first,
    post: linkPost(number, form.replace("{id}", postIdOf(first.number))),
    pictures: linked(
      "linked-post",
      first.pictures.map(({ url }) => url),
    ),
  });
}

/** Builds second uploads of a file that post `first` shows: other address, same bytes. */
export function uploadedAgain(first: DemoPost): Builder {
  return (number) => {
    const original = first.pictures[0]?.url.split("/").at(-1) ?? "";
    const file = `${uploadIdOf(`again ${number}`)}.jpg`;
    const url = `https://i.redd.it/${file}`;
    return {
      post: linkPost(number, url),
      pictures: linked("single", [url], { inFeed: true }),
      quirks: { sameAs: { [file]: original } },
    };
  };
}

/** Builds links to another site. Reddit shows a picture of the page, which is not the post's own. */
export function outsideLink(url: string, postHint?: string, reason = "unsupported-host"): Builder {
  return (number) => {
    const id = uploadIdOf(`page ${number}`);
    const post = linkPost(number, url, {
      domain: new URL(url).hostname.replace(/^www\./, ""),
      ...(postHint && { post_hint: postHint }),
      preview: previewOf(id, `https://external-preview.redd.it/${id}.jpeg`),
    });
    return { post, ...withoutPictures(unavailable(reason)) };
  };
}

/** Builds links to a picture on a host that is never open, of which Reddit serves a copy of its own. */
export function closedHostLink(url: string, postHint?: string): Builder {
  return (number) => {
    const copy = `https://external-preview.redd.it/${uploadIdOf(`page ${number}`)}.jpeg`;
    return {
      post: outsideLink(url, postHint)(number).post,
      pictures: linked("preview-rescue", [previewSource(copy)], { quality: "preview" }),
    };
  };
}

/** Builds posts that moderators or their author took away, picture and all. */
export function removedPost(by: "moderator" | "deleted"): Builder {
  return (number) => {
    const post = without(singlePicture("jpg")(number).post, ["preview", "post_hint"]);
    const traces = by === "deleted" && { title: "[deleted by user]", author: "[deleted]" };
    return {
      post: { ...post, removed_by_category: by, thumbnail: "default", ...traces },
      ...(by === "deleted"
        ? { pictures: [], reason: "deleted-by-author" }
        : withoutPictures(lost("gone", "http-404"))),
      quirks: { gone: [`${uploadIdOf(`single ${number}`)}.jpg`] },
    };
  };
}

/** Builds an advertisement as Reddit mixes them into listings. */
export const promotedPost: Builder = (number) => {
  const { post } = outsideLink("https://catfood.example/?utm_source=reddit")(number);
  return {
    post: { ...post, promoted: true, is_created_from_ads_ui: true, author: "catfood_example" },
    pictures: [],
    reason: "promoted",
  };
};
