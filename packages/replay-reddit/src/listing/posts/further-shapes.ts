import type { Builder } from "../demo-post.ts";
import { crosspost } from "./crossposts.ts";
import { gallery } from "./gallery-posts.ts";
import { deadHostPost, giphyPost, redgifsGone, redgifsPost, tenorPost } from "./gif-host-posts.ts";
import {
  imgurAlbum,
  imgurAnimation,
  imgurDirect,
  imgurEmptyAlbum,
  imgurGuess,
  imgurList,
  imgurLost,
  imgurOldId,
  imgurPage,
  imgurRescued,
} from "./imgur-posts.ts";
import {
  closedHostLink,
  outsideLink,
  pictureless,
  postLink,
  promotedPost,
  rescuedPreviewLink,
  signedLink,
  uploadedAgain,
  uploadLink,
} from "./link-posts.ts";
import {
  coverOfAlbum,
  cutPicture,
  giphyShortLink,
  longTitle,
  stillOfAnimation,
  untoldGallery,
  walledPage,
} from "./seldom-posts.ts";
import { textWithEscapes } from "./text-posts.ts";
import { legacyPicture, singlePicture } from "./upload-posts.ts";
import { hostedVideo, videoPageLink } from "./video-posts.ts";

/** The last post of the first page, which others show again. */
const known = { ...singlePicture("jpeg")(99), number: 99 };

const redditForms: readonly Builder[] = [
  uploadLink("http://i.redd.it/{file}"),
  uploadLink("https://I.REDD.IT/{file}", "JPG"),
  uploadLink("https://i.redd.it/{file}?utm_source=share#top", "png"),
  uploadLink("https://i.redd.it/cat-in-a-hat-v0-{file}", "webp"),
  uploadLink("https://www.reddit.com/media?url=https%3A%2F%2Fi.redd.it%2F{file}", "gif"),
  uploadLink("https://out.reddit.com/t3_1?url=https%3A%2F%2Fi.redd.it%2F{file}&token=x"),
  uploadLink("https://preview.redd.it/{file}?width=64"),
  rescuedPreviewLink,
  signedLink("https://external-preview.redd.it/{id}.jpg?width=640", "preview"),
  signedLink("https://i.redditmedia.com/{id}.jpg?w=1024", "preview"),
  signedLink("https://g.redditmedia.com/{id}.gif?w=320", "preview"),
  signedLink("https://i.reddituploads.com/{id}?fit=max&h=1536", "reduced"),
  pictureless("https://preview.redd.it/award_images/t5_2/gold.png", "not-a-picture"),
  pictureless("https://b.thumbs.redditmedia.com/a1.jpg", "thumbnail"),
  pictureless("https://styles.redditmedia.com/t5_2/icon.png", "not-a-picture"),
  pictureless("https://www.reddit.com/video/abc123", "video"),
  pictureless("https://www.reddit.com/live/1abc", "live-thread"),
  pictureless("https://www.reddit.com/r/cats/s/AbCdEfGhIj", "share-link"),
  pictureless("https://www.reddit.com/u/cat/s/AbCdEfGhIj", "share-link"),
  pictureless("https://redd.it/1gone00", "links-another-post"),
  outsideLink("https://www.instagram.com/p/c4ts/"),
  closedHostLink("https://cats.example.com/picture.jpg", "image"),
  outsideLink("https://i.redd.it@cats.example.com/decoy.jpg", undefined, "refused-url"),
  ...[
    "https://redd.it/{id}",
    "https://www.reddit.com/comments/{id}",
    "https://old.reddit.com/r/cats/comments/{id}/a_cat_99/",
    "https://np.reddit.com/user/cat/comments/{id}/",
    "https://sh.reddit.com/gallery/{id}",
  ].map((form) => postLink(known, form)),
  crosspost(() => known),
  uploadedAgain(known),
  textWithEscapes,
  gallery(["jpg", "of a new status", "png"]),
  gallery(["deleted", "jpg", "deleted"]),
  legacyPicture,
  hostedVideo(true, "DASH_600_K"),
  hostedVideo(true, "DASH_720.mp4"),
  videoPageLink,
  crosspost(hostedVideo(false)),
  crosspost(imgurAlbum(2, "https://imgur.com/a/{id}")),
];

const imgurForms: readonly Builder[] = [
  ...[
    "http://i.imgur.com/{id}.jpg",
    "https://I.Imgur.com/{id}.jpg?",
    "https://i.imgur.com/{id}.jpg?5.jpg",
    "https://i.imgur.com/{id}.jpg#0",
    "https://i.imgur.com/{id}.webp",
    ...["s", "b", "t", "m", "l", "r", "g"].map((size) => `https://i.imgur.com/{id}${size}.jpg`),
    "https://i.imgur.com/{id}_d.jpg?maxwidth=520&shape=thumb&fidelity=high",
    "https://imgur.com/{id}.jpg",
    "https://www.imgur.com/{id}.jpg",
    "https://o.imgur.com/{id}.jpg",
    "https://edge.imgur.com/{id}.jpg",
    "https://i.imgur.io/{id}.jpg",
  ].map((form) => imgurDirect(form)),
  imgurGuess("https://imgur.com/download/{id}"),
  ...["gifv", "giff", "gift", "GIFV", "mp4", "webm"].map((extension) =>
    imgurAnimation(`https://i.imgur.com/{id}.${extension}`),
  ),
  ...[
    "http://imgur.com/{id}",
    "https://www.imgur.com/{id}",
    "https://m.imgur.com/{id}",
    "https://imgur.io/{id}?source=share",
    "https://i.imgur.com/{id}l",
    "https://imgur.com/r/cats/{id}",
    "https://imgur.com/t/cats/{id}",
    "https://imgur.com/topic/Aww/{id}",
    "https://imgur.com/gallery/{id}",
  ].map(imgurPage),
  ...[
    "https://imgur.com/a/{id}/all",
    "https://imgur.com/a/{id}/layout/grid",
    "https://imgur.com/a/{id}?gallery#1",
    "https://imgur.com/a/my-cats-in-may-{id}",
    "https://i.imgur.com/a/{id}.gif",
    "http://imgur.io/gallery/{id}",
    "https://imgur.com/t/cats/{id}",
  ].map((form) => imgurAlbum(2, form)),
  imgurList(","),
  imgurList("&"),
  imgurOldId,
  imgurRescued,
  imgurEmptyAlbum,
  imgurLost("https://imgur.com/a/{id}", "imgur-album-gone", "gone"),
  imgurLost("https://i.imgur.com/{id}.png", "placeholder", "placeholders"),
  pictureless("https://imgur.com/", "not-a-picture"),
  pictureless("https://imgur.com/image.jpg", "not-a-picture"),
  pictureless("https://imgur.com/user/cat_friend", "not-a-picture"),
  pictureless("https://imgur.com/tos", "not-a-picture"),
  pictureless("https://i.imgur.com/removed.png", "removed"),
  pictureless("https://i.stack.imgur.com/a1b2c.png", "host-not-enabled"),
];

const gifHostForms: readonly Builder[] = [
  redgifsPost("https://www.redgifs.com/watch/{lower}"),
  redgifsPost("https://redgifs.com/ifr/{name}"),
  redgifsPost("https://v3.redgifs.com/watch/{name}#rel=user"),
  redgifsPost("https://i.redgifs.com/i/{name}.jpg"),
  redgifsPost("https://thumbs2.redgifs.com/{name}-mobile.mp4"),
  redgifsPost("https://gifdeliverynetwork.com/{name}"),
  redgifsPost("https://gfycat.com/gifs/detail/{lower}"),
  redgifsPost("https://thumbs.gfycat.com/{name}-size_restricted.gif"),
  redgifsPost("https://www.redgifs.com/watch/{lower}", 2),
  redgifsGone,
  deadHostPost,
  giphyPost("https://giphy.com/gifs/cat-kitten-{id}"),
  giphyPost("https://giphy.com/embed/{id}"),
  giphyPost("https://media2.giphy.com/media/{id}/giphy.gif"),
  giphyPost("https://media.giphy.com/media/v1.Y2lk/{id}/200.webp"),
  giphyPost("https://i.giphy.com/{id}.webp"),
  tenorPost("page"),
  tenorPost("file"),
  outsideLink("https://streamable.com/c4ts4u"),
];

/**
 * What real users ran into, by the kind of fault. A post cannot show the other kinds: those of the command line, of what is
 * stored between crawls, and of waits for Reddit.
 */
export const seldomForms = {
  "a part is not the whole": [coverOfAlbum],
  "Reddit knows more than the address, and a host has several names": [
    closedHostLink("https://photos.example.com/photo-155?q=85&w=1920", "image"),
    closedHostLink("https://wiki.example.com/a/ab/Cat.png/revision/latest?cb=2020", "image"),
    closedHostLink("https://postimages.org/Wtn2b3hC"),
    closedHostLink("https://secure.flickr.com/photos/cat/16089302239"),
    postLink(known, "https://reddit.com/{id}"),
    giphyShortLink,
  ],
  "a guess is no original": [stillOfAnimation],
  "a redirect tells of a wall": [walledPage],
  "a fault of the file is kept": [cutPicture],
  "a reason says no more than is known": [untoldGallery],
  "the system takes no such name": [longTitle],
} satisfies Record<string, readonly Builder[]>;

/** Every shape of a post and every form of a link that the first page of the demo does not show. */
export const furtherShapes: readonly Builder[] = [
  ...redditForms,
  ...imgurForms,
  ...gifHostForms,
  ...Object.values(seldomForms).flat(),
  promotedPost,
];
