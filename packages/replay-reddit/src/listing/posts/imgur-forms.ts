import { lost, withoutPictures, type DemoPost } from "../demo-post.ts";
import {
  imgurAlbum,
  imgurAnimation,
  imgurDirect,
  imgurLost,
  imgurPage,
  imgurPost,
} from "./imgur-posts.ts";
import { imgurIdOf } from "./listed-post.ts";
import { previewOf, previewSource } from "./previews.ts";
import { pictureless } from "./reddit-link-posts.ts";

type Builder = (number: number) => DemoPost;
type Form = (id: string) => string;

const direct: readonly Form[] = [
  (id) => `http://i.imgur.com/${id}.jpg`,
  (id) => `https://I.Imgur.com/${id}.jpg?`,
  (id) => `https://i.imgur.com/${id}.jpg?5.jpg`,
  (id) => `https://i.imgur.com/${id}.jpg#0`,
  (id) => `https://i.imgur.com/${id}.webp`,
  ...["s", "b", "t", "m", "l", "r", "g"].map(
    (size): Form =>
      (id) =>
        `https://i.imgur.com/${id}${size}.jpg`,
  ),
  (id) => `https://i.imgur.com/${id}_d.jpg?maxwidth=520&shape=thumb&fidelity=high`,
  (id) => `https://imgur.com/${id}.jpg`,
  (id) => `https://www.imgur.com/${id}.jpg`,
  (id) => `https://o.imgur.com/${id}.jpg`,
  (id) => `https://edge.imgur.com/${id}.jpg`,
  (id) => `https://i.imgur.io/${id}.jpg`,
  (id) => `https://imgur.com/download/${id}`,
];

const animations: readonly Form[] = ["gifv", "giff", "gift", "GIFV", "mp4", "webm"].map(
  (extension) => (id) => `https://i.imgur.com/${id}.${extension}`,
);

const pages: readonly Form[] = [
  (id) => `http://imgur.com/${id}`,
  (id) => `https://www.imgur.com/${id}`,
  (id) => `https://m.imgur.com/${id}`,
  (id) => `https://imgur.io/${id}?source=share`,
  (id) => `https://i.imgur.com/${id}l`,
  (id) => `https://imgur.com/r/cats/${id}`,
  (id) => `https://imgur.com/t/cats/${id}`,
  (id) => `https://imgur.com/topic/Aww/${id}`,
  (id) => `https://imgur.com/gallery/${id}`,
];

const albums: readonly Form[] = [
  (id) => `https://imgur.com/a/${id}/all`,
  (id) => `https://imgur.com/a/${id}/layout/grid`,
  (id) => `https://imgur.com/a/${id}?gallery#1`,
  (id) => `https://imgur.com/a/my-cats-in-may-${id}`,
  (id) => `https://i.imgur.com/a/${id}.gif`,
  (id) => `http://imgur.io/gallery/${id}`,
  (id) => `https://imgur.com/t/cats/${id}`,
];

/** A dead form of page that names its pictures; `separator` stands between them. */
function list(separator: string): Builder {
  return (number) => {
    const ids = [0, 1].map((index) => imgurIdOf(`list ${number} ${index}`));
    return imgurPost(
      number,
      `https://imgur.com/${ids.join(separator)}`,
      ids.map((id, index) => ({
        shape: "imgur-album",
        url: `https://i.imgur.com/${id}.jpg`,
        position: index + 1,
      })),
      { unnamed: ids },
    );
  };
}

/** An old id of six characters, whose last one looks like the letter of a smaller copy. */
function oldId(number: number): DemoPost {
  const id = `${imgurIdOf(`old ${number}`, 5)}m`;
  const url = `https://i.imgur.com/${id}.jpg`;
  const picture = { shape: "imgur-direct", quality: "reduced", url, position: 1 } as const;
  return imgurPost(number, url, [picture], { unnamed: [id], gone: [id.slice(0, -1)] });
}

/** A removed picture of which Reddit has kept its own. */
function rescued(number: number): DemoPost {
  const id = imgurIdOf(`rescued ${number}`);
  const preview = `https://external-preview.redd.it/${id}.jpg?format=pjpg`;
  const url = previewSource(preview);
  const picture = { shape: "preview-rescue", quality: "preview", url, position: 1 } as const;
  const { post, pictures } = imgurPost(number, `https://i.imgur.com/${id}.jpg`, [picture]);
  return {
    post: { ...post, preview: previewOf(id, preview) },
    pictures: pictures.map((each) => ({ ...each, inFeed: false })),
    quirks: { gone: [id] },
  };
}

/** An album of nothing. */
function emptyAlbum(number: number): DemoPost {
  return {
    ...imgurAlbum(number, 0, (id) => `https://imgur.com/a/${id}`),
    ...withoutPictures(lost("gone", "imgur-album-empty")),
  };
}

/** Every form of a link to imgur that the first page of the demo does not show. */
export const imgurForms: readonly Builder[] = [
  ...direct.map(
    (form): Builder =>
      (n) =>
        imgurDirect(n, form),
  ),
  ...animations.map(
    (form): Builder =>
      (n) =>
        imgurAnimation(n, form),
  ),
  ...pages.map(
    (form): Builder =>
      (n) =>
        imgurPage(n, form),
  ),
  ...albums.map(
    (form): Builder =>
      (n) =>
        imgurAlbum(n, 2, form),
  ),
  list(","),
  list("&"),
  oldId,
  rescued,
  emptyAlbum,
  (n) => imgurLost(n, (id) => `https://imgur.com/a/${id}`, "imgur-album-gone", "gone"),
  (n) => imgurLost(n, (id) => `https://i.imgur.com/${id}.png`, "placeholder", "placeholders"),
  (n) => pictureless(n, "https://imgur.com/", "not-a-picture"),
  (n) => pictureless(n, "https://imgur.com/image.jpg", "not-a-picture"),
  (n) => pictureless(n, "https://imgur.com/user/cat_friend", "not-a-picture"),
  (n) => pictureless(n, "https://imgur.com/tos", "not-a-picture"),
  (n) => pictureless(n, "https://i.imgur.com/removed.png", "removed"),
  (n) => pictureless(n, "https://i.stack.imgur.com/a1b2c.png", "host-not-enabled"),
];
