import { linked, lost, unavailable, withoutPictures, type Builder } from "../demo-post.ts";
import { galleryPost } from "./gallery-posts.ts";
import { linkPost } from "./link-posts.ts";
import { imgurIdOf, signed, uploadIdOf } from "./listed-post.ts";
import { previewOf, previewSource } from "./previews.ts";
import { singlePicture } from "./upload-posts.ts";

/** Builds a direct link to the still of an animation on imgur: the listing alone knows that it moves. */
export const stillOfAnimation: Builder = (number) => {
  const id = imgurIdOf(`still ${number}`);
  const copy = `https://external-preview.redd.it/${id}.gif`;
  const { images } = previewOf(id, copy);
  const variants = { mp4: { source: { url: signed(`${copy}?format=mp4`) } } };
  return {
    post: linkPost(number, `https://i.imgur.com/${id}.jpg`, {
      preview: { enabled: true, images: images.map((image) => ({ ...image, variants })) },
    }),
    pictures: linked("imgur-animation", [`https://i.imgur.com/${id}.mp4`], { quality: "reduced" }),
    quirks: { trueTypes: { [id]: "mp4" } },
  };
};

/** Builds a link to an album of a host whose albums cannot be opened: Reddit's one picture of it is only its cover. */
export const coverOfAlbum: Builder = (number) => {
  const copy = `https://external-preview.redd.it/${uploadIdOf(`cover ${number}`)}.jpeg`;
  return {
    post: linkPost(number, "https://ibb.co/album/i5PggF", {
      preview: previewOf(`cover ${number}`, copy),
    }),
    pictures: linked("preview-rescue", [previewSource(copy)], {
      quality: "preview",
      fault: "album-cover",
    }),
  };
};

/** Builds an upload whose title is as long as Reddit allows, and no name that a disk would take. */
export const longTitle: Builder = (number) => {
  const built = singlePicture("jpg")(number);
  return { ...built, post: { ...built.post, title: `../\u0000:*?"<>|\n${"🐱".repeat(144)}` } };
};

/** Builds a link to an upload that lacks its last two bytes, and that every browser shows. */
export const cutPicture: Builder = (number) => {
  const file = `${uploadIdOf(`cut ${number}`)}.jpg`;
  const url = `https://i.redd.it/${file}`;
  return {
    post: linkPost(number, url),
    pictures: linked("single", [url], { inFeed: true, fault: "cut-off" }),
    quirks: { cut: [file] },
  };
};

/** Builds a gallery of which the listing names no item, though nobody removed it. */
export const untoldGallery: Builder = (number) => ({
  post: galleryPost(number, { gallery_data: null, media_metadata: null }),
  ...withoutPictures(unavailable("gallery-not-listed")),
});

/** Builds a page of tenor that sends to the login. */
export const walledPage: Builder = (number) => {
  const page = `https://tenor.com/view/cat-walled-gif-${number}`;
  return {
    post: linkPost(number, page),
    ...withoutPictures(lost("refused", "login-wanted")),
    host: "tenor",
    quirks: { redirects: { [page]: "https://tenor.com/login?next=x" } },
  };
};

/** Builds a short link to an animation on giphy. */
export const giphyShortLink: Builder = (number) => {
  const id = imgurIdOf(`giphy short ${number}`);
  const [short, url] = [`https://gph.is/g/${id}`, `https://i.giphy.com/${id}.gif`];
  return {
    post: linkPost(number, short),
    pictures: linked("hosted-elsewhere", [url], { inFeed: true }),
    host: "giphy",
    quirks: { gifs: [url], redirects: { [short]: `https://giphy.com/gifs/cat-${id}` } },
  };
};
