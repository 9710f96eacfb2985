import { crosspost } from "./crossposts.ts";
import type { DemoPost } from "../demo-post.ts";
import { gallery } from "./gallery-posts.ts";
import {
  deadHostPost,
  giphyPost,
  redgifsGallery,
  redgifsGone,
  redgifsPost,
  tenorPost,
} from "./gif-host-posts.ts";
import { imgurForms } from "./imgur-forms.ts";
import { imgurAlbum } from "./imgur-posts.ts";
import { closedHostLink, outsideLink } from "./link-posts.ts";
import { signed } from "./listed-post.ts";
import {
  pictureless,
  postLink,
  rescuedPreviewLink,
  signedLink,
  textWithEscapes,
  uploadedAgain,
  uploadLink,
} from "./reddit-link-posts.ts";
import { legacyPicture, singlePicture } from "./upload-posts.ts";
import { hostedVideo, videoPageLink } from "./video-posts.ts";

type Builder = (number: number) => DemoPost;

/** The last post of the first page, which others show again. */
const known = { ...singlePicture(99, "jpeg"), number: 99 };

const redditForms: readonly Builder[] = [
  (n) => uploadLink(n, (file) => `http://i.redd.it/${file}`),
  (n) => uploadLink(n, (file) => `https://I.REDD.IT/${file}`, "JPG"),
  (n) => uploadLink(n, (file) => `https://i.redd.it/${file}?utm_source=share#top`, "png"),
  (n) => uploadLink(n, (file) => `https://i.redd.it/cat-in-a-hat-v0-${file}`, "webp"),
  (n) =>
    uploadLink(
      n,
      (file) => `https://www.reddit.com/media?url=https%3A%2F%2Fi.redd.it%2F${file}`,
      "gif",
    ),
  (n) =>
    uploadLink(
      n,
      (file) => `https://out.reddit.com/t3_1?url=https%3A%2F%2Fi.redd.it%2F${file}&token=x`,
    ),
  (n) => uploadLink(n, (file) => signed(`https://preview.redd.it/${file}?width=64`)),
  rescuedPreviewLink,
  (n) => signedLink(n, (id) => `https://external-preview.redd.it/${id}.jpg?width=640`, "preview"),
  (n) => signedLink(n, (id) => `https://i.redditmedia.com/${id}.jpg?w=1024`, "preview"),
  (n) => signedLink(n, (id) => `https://g.redditmedia.com/${id}.gif?w=320`, "preview"),
  (n) => signedLink(n, (id) => `https://i.reddituploads.com/${id}?fit=max&h=1536`, "reduced"),
  (n) => pictureless(n, "https://preview.redd.it/award_images/t5_2/gold.png", "not-a-picture"),
  (n) => pictureless(n, "https://b.thumbs.redditmedia.com/a1.jpg", "thumbnail"),
  (n) => pictureless(n, "https://styles.redditmedia.com/t5_2/icon.png", "not-a-picture"),
  (n) => pictureless(n, "https://www.reddit.com/video/abc123", "video"),
  (n) => pictureless(n, "https://www.reddit.com/live/1abc", "live-thread"),
  (n) => pictureless(n, "https://www.reddit.com/r/cats/s/AbCdEfGhIj", "share-link"),
  (n) => pictureless(n, "https://www.reddit.com/u/cat/s/AbCdEfGhIj", "share-link"),
  (n) => pictureless(n, "https://redd.it/1gone00", "links-another-post"),
  (n) => outsideLink(n, "https://www.instagram.com/p/c4ts/"),
  (n) => closedHostLink(n, "https://cats.example.com/picture.jpg", "image"),
  (n) => outsideLink(n, "https://i.redd.it@cats.example.com/decoy.jpg", undefined, "refused-url"),
  ...[
    (id: string) => `https://redd.it/${id}`,
    (id: string) => `https://www.reddit.com/comments/${id}`,
    (id: string) => `https://old.reddit.com/r/cats/comments/${id}/a_cat_99/`,
    (id: string) => `https://np.reddit.com/user/cat/comments/${id}/`,
    (id: string) => `https://sh.reddit.com/gallery/${id}`,
  ].map(
    (form): Builder =>
      (n) =>
        postLink(n, known, form),
  ),
  (n) => crosspost(n, known),
  (n) => uploadedAgain(n, known),
  textWithEscapes,
  (n) => gallery(n, ["jpg", "of a new status", "png"]),
  (n) => gallery(n, ["deleted", "jpg", "deleted"]),
  legacyPicture,
  (n) => hostedVideo(n, true, "DASH_600_K"),
  (n) => hostedVideo(n, true, "DASH_720.mp4"),
  videoPageLink,
  (n) => crosspost(n, hostedVideo(n + 1000, false)),
  (n) =>
    crosspost(
      n,
      imgurAlbum(n + 1000, 2, (id) => `https://imgur.com/a/${id}`),
    ),
];

const gifHostForms: readonly Builder[] = [
  (n) => redgifsPost(n, (name) => `https://www.redgifs.com/watch/${name.toLowerCase()}`),
  (n) => redgifsPost(n, (name) => `https://redgifs.com/ifr/${name}`),
  (n) => redgifsPost(n, (name) => `https://v3.redgifs.com/watch/${name}#rel=user`),
  (n) => redgifsPost(n, (name) => `https://i.redgifs.com/i/${name}.jpg`),
  (n) => redgifsPost(n, (name) => `https://thumbs2.redgifs.com/${name}-mobile.mp4`),
  (n) => redgifsPost(n, (name) => `https://gifdeliverynetwork.com/${name}`),
  (n) => redgifsPost(n, (name) => `https://gfycat.com/gifs/detail/${name.toLowerCase()}`),
  (n) => redgifsPost(n, (name) => `https://thumbs.gfycat.com/${name}-size_restricted.gif`),
  redgifsGallery,
  redgifsGone,
  deadHostPost,
  (n) => giphyPost(n, (id) => `https://giphy.com/gifs/cat-kitten-${id}`),
  (n) => giphyPost(n, (id) => `https://giphy.com/embed/${id}`),
  (n) => giphyPost(n, (id) => `https://media2.giphy.com/media/${id}/giphy.gif`),
  (n) => giphyPost(n, (id) => `https://media.giphy.com/media/v1.Y2lk/${id}/200.webp`),
  (n) => giphyPost(n, (id) => `https://i.giphy.com/${id}.webp`),
  (n) => tenorPost(n, "page"),
  (n) => tenorPost(n, "file"),
  (n) => outsideLink(n, "https://streamable.com/c4ts4u"),
];

/** Every shape of a post and every form of a link that the first page of the demo does not show. */
export const furtherShapes: readonly Builder[] = [...redditForms, ...imgurForms, ...gifHostForms];
