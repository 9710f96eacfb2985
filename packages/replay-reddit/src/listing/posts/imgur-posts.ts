import { linked, lost, withoutPictures, type Builder, type MediaQuirks } from "../demo-post.ts";
import { linkPost } from "./link-posts.ts";
import { imgurIdOf } from "./listed-post.ts";
import { previewOf, previewSource } from "./previews.ts";

const fileOf = (name: string) => `https://i.imgur.com/${name}`;

/** A post of a link to imgur and the files that it stands for. */
function imgurPost(
  number: number,
  url: string,
  shape: string,
  files: readonly string[],
  quirks: MediaQuirks,
) {
  const pictures = linked(shape, files.map(fileOf), { inFeed: true });
  return { post: linkPost(number, url, { post_hint: "link" }), pictures, quirks };
}

/**
 * Builds posts of a direct link, `form` with the picture's id, whose own extension is .jpg. An extension that imgur has
 * for pictures may stay as it is, since any serves the file. Reddit has a copy of its own.
 */
export function imgurDirect(form: string, extension = "jpg"): Builder {
  return (number) => {
    const id = imgurIdOf(`direct ${number}`);
    const quirks: MediaQuirks = { trueTypes: { [id]: "jpg" }, unnamed: [id] };
    const url = form.replace("{id}", id);
    const { post, ...links } = imgurPost(
      number,
      url,
      "imgur-direct",
      [`${id}.${extension}`],
      quirks,
    );
    const preview = previewOf(id, `https://external-preview.redd.it/${id}.jpg?format=pjpg`);
    return { post: { ...post, preview }, ...links };
  };
}

/** Builds posts that name an imgur id alone: what is at the address that is guessed from it is not called the original. */
export function imgurGuess(form: string): Builder {
  return (number) => {
    const built = imgurDirect(form)(number);
    const pictures = built.pictures.map((picture) => ({ ...picture, quality: "reduced" as const }));
    return { ...built, pictures };
  };
}

/** Builds a post of a direct link to an animation of the kind that is stored as a gif. */
export function imgurGif(number: number) {
  const file = `${imgurIdOf(`gif ${number}`)}.gif`;
  return imgurPost(number, fileOf(file), "imgur-direct", [file], {});
}

/** Builds posts of an animation, which is an MP4 however its address ends. */
export function imgurAnimation(form: string): Builder {
  return (number) => {
    const id = imgurIdOf(`animation ${number}`);
    const quirks: MediaQuirks = { trueTypes: { [id]: "mp4" } };
    const url = form.replace("{id}", id);
    return imgurPost(number, url, "imgur-animation", [`${id}.mp4`], quirks);
  };
}

/** Builds posts of an imgur page of one picture. imgur's API names the file. */
export function imgurPage(form: string): Builder {
  return (number) => {
    const id = imgurIdOf(`page ${number}`);
    const url = form.replace("{id}", id);
    return imgurPost(number, url, "imgur-page", [`${id}.jpeg`], { unnamed: [id] });
  };
}

/** Builds posts of an album of `count` pictures. */
export function imgurAlbum(count: number, form: string): Builder {
  return (number) => {
    const album = imgurIdOf(`album ${number}`, number % 2 === 0 ? 5 : 7);
    const ids = Array.from({ length: count }, (_, index) => imgurIdOf(`album ${number} ${index}`));
    const files = ids.map((id) => `${id}.jpeg`);
    const url = form.replace("{id}", album);
    return imgurPost(number, url, "imgur-album", files, { albums: { [album]: ids } });
  };
}

/** Builds posts of what imgur has removed, and answers as `how` says. */
export function imgurLost(form: string, reason: string, how: "gone" | "placeholders"): Builder {
  return (number) => {
    // Of five characters, so that an album's id passes for no picture's.
    const id = imgurIdOf(`removed ${number}`, 5);
    return {
      ...imgurPost(number, form.replace("{id}", id), "", [], { [how]: [id] }),
      ...withoutPictures(lost("gone", reason)),
    };
  };
}

/** Builds posts of a dead form of page that names its pictures, with `separator` between them. */
export function imgurList(separator: string): Builder {
  return (number) => {
    const ids = [0, 1].map((index) => imgurIdOf(`list ${number} ${index}`));
    const files = ids.map((id) => `${id}.jpg`);
    const url = `https://imgur.com/${ids.join(separator)}`;
    const post = imgurPost(number, url, "imgur-album", files, { unnamed: ids });
    const pictures = post.pictures.map((picture) => ({ ...picture, quality: "reduced" as const }));
    return { ...post, pictures };
  };
}

/** Builds a link to an old id of six characters, whose last one looks like the letter of a smaller copy. */
export const imgurOldId: Builder = (number) => {
  const id = `${imgurIdOf(`old ${number}`, 5)}m`;
  const url = fileOf(`${id}.jpg`);
  return {
    ...imgurPost(number, url, "", [], { unnamed: [id], gone: [id.slice(0, -1)] }),
    pictures: linked("imgur-direct", [url], { quality: "reduced", inFeed: true }),
  };
};

/** Builds a link to a removed picture of which Reddit has kept its own. */
export const imgurRescued: Builder = (number) => {
  const id = imgurIdOf(`rescued ${number}`);
  const preview = `https://external-preview.redd.it/${id}.jpg?format=pjpg`;
  const fields = { post_hint: "link", preview: previewOf(id, preview) };
  return {
    post: linkPost(number, fileOf(`${id}.jpg`), fields),
    pictures: linked("preview-rescue", [previewSource(preview)], { quality: "preview" }),
    quirks: { gone: [id] },
  };
};

/** Builds a link to an album of nothing. */
export const imgurEmptyAlbum: Builder = (number) => ({
  ...imgurAlbum(0, "https://imgur.com/a/{id}")(number),
  ...withoutPictures(lost("not-a-picture", "imgur-album-empty")),
});
