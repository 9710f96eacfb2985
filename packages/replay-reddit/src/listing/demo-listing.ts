import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import { crosspost, orphanedCrosspost } from "./posts/crossposts.ts";
import type { DemoPost } from "./demo-post.ts";
import { furtherShapes } from "./posts/further-shapes.ts";
import { deletedGallery, gallery, unprocessedGallery } from "./posts/gallery-posts.ts";
import {
  imgurAlbum,
  imgurAnimation,
  imgurDirect,
  imgurGif,
  imgurLost,
  imgurPage,
} from "./posts/imgur-posts.ts";
import { closedHostLink, outsideLink, promotedPost, removedPost } from "./posts/link-posts.ts";
import { textPost, textWithLinks, textWithUploads } from "./posts/text-posts.ts";
import {
  freshPicture,
  legacyPicture,
  mislabelledPicture,
  previewLink,
  repost,
  rescuedPicture,
  singlePicture,
} from "./posts/upload-posts.ts";
import { freshVideo, hostedVideo } from "./posts/video-posts.ts";

/** How many posts of the demo the first page of 100 shows; these have every shape. */
const firstPage = 100;
/** How many posts the demo's listing has in all; the second hundred begins with every other form of a link. */
const allPosts = 400;

type Builder = (number: number) => DemoPost;

const inAww = { subreddit: "aww" };

/** Every shape that is not a plain picture, in the proportions of a real page. */
const shapes: readonly Builder[] = [
  freshPicture,
  freshPicture,
  legacyPicture,
  mislabelledPicture,
  rescuedPicture,
  (n) => previewLink(n, false),
  (n) => previewLink(n, true),
  (n) => repost(n, singlePicture(firstPage - 1, "jpeg")),

  (n) => gallery(n, ["jpg", "jpg", "jpg", "jpg"]),
  (n) => gallery(n, ["jpg", "jpg", "png"], { selftext: "A gallery with a text." }),
  (n) => gallery(n, ["jpg", "webp", "jpg", "jpg", "jpg"]),
  (n) => gallery(n, ["jpg", "jpg"], { over_18: true, thumbnail: "nsfw" }),
  (n) => gallery(n, ["png", "jpg", "png"]),
  (n) => gallery(n, ["jpg", "failed", "jpg", "missing"]),
  (n) => gallery(n, ["gif", "jpg"]),
  (n) => gallery(n, ["jpg", "video", "jpg", "no source"]),
  (n) =>
    gallery(
      n,
      Array.from({ length: 20 }, () => "jpg" as const),
    ),
  (n) => gallery(n, ["failed", "failed"]),
  unprocessedGallery,
  deletedGallery,

  (n) => imgurDirect(n, (id) => `https://i.imgur.com/${id}.jpg`),
  (n) => imgurDirect(n, (id) => `https://i.imgur.com/${id}.png`, "png"),
  (n) => imgurDirect(n, (id) => `https://i.imgur.com/${id}h.jpg`),
  (n) => imgurDirect(n, (id) => `https://i.imgur.com/${id}.JPG?1`),
  (n) => imgurDirect(n, (id) => `http://i.imgur.com/${id}.jpeg`, "jpeg"),
  (n) => imgurDirect(n, (id) => `https://i.imgur.com/${id}_d.webp?maxwidth=640&shape=thumb`),
  imgurGif,
  (n) => imgurAnimation(n, (id) => `https://i.imgur.com/${id}.gifv`),
  (n) => imgurPage(n, (id) => `https://imgur.com/${id}`),
  (n) => imgurPage(n, (id) => `https://imgur.com/cat-on-a-shelf-${id}`),
  (n) => imgurPage(n, (id) => `https://i.imgur.com/${id}`),
  (n) => imgurAlbum(n, 3, (id) => `https://imgur.com/a/${id}`),
  (n) => imgurAlbum(n, 2, (id) => `https://imgur.com/gallery/kittens-day-one-${id}`),
  (n) => imgurAlbum(n, 4, (id) => `https://m.imgur.com/a/${id}#0`),
  (n) => imgurLost(n, (id) => `https://i.imgur.com/${id}.jpg`, "placeholder", "gone"),

  (n) => textPost(n, "Does yours do that too?"),
  (n) => ({
    ...textPost(n, "[removed]", { author: "[deleted]", removed_by_category: "automod_filtered" }),
    reason: "removed",
  }),
  (n) => ({
    ...textPost(n, "", { poll_data: { options: [{ text: "boxes" }, { text: "bags" }] } }),
    reason: "poll",
  }),
  (n) => textPost(n, "Weekly thread: post your cats. No pictures in here.", { pinned: true }),
  textWithUploads,
  textWithLinks,

  ...Array.from({ length: 5 }, (): Builder => (n) => hostedVideo(n, false)),
  (n) => hostedVideo(n, true),
  (n) => hostedVideo(n, true),
  freshVideo,

  (n) => outsideLink(n, "https://news.example.com/cats/rescued-from-a-tree", "link"),
  (n) => outsideLink(n, "https://www.magazine.example.com/2026/why-cats-knead"),
  (n) => outsideLink(n, "https://shop.example.com/scratching-post.html?ref=reddit&amp=1", "link"),
  (n) => outsideLink(n, "https://www.youtube.com/watch?v=c4tsc4tsc4t", "rich:video"),
  (n) => closedHostLink(n, "https://i.redd.it.example.com/decoy.jpg"),

  (n) => removedPost(n, "moderator"),
  (n) => removedPost(n, "deleted"),
  promotedPost,

  (n) => crosspost(n, singlePicture(n + 1000, "jpg", inAww)),
  (n) => crosspost(n, singlePicture(n + 1000, "png", inAww)),
  (n) => crosspost(n, gallery(n + 1000, ["jpg", "jpg"], inAww)),
  (n) =>
    crosspost(
      n,
      imgurDirect(n + 1000, (id) => `https://i.imgur.com/${id}.jpg`),
    ),
  orphanedCrosspost,
];

const extensions = ["jpeg", "jpg", "jpeg", "png", "jpg", "jpeg", "webp", "jpg", "gif"] as const;

function plainPicture(number: number): DemoPost {
  return singlePicture(number, extensions[number % extensions.length] ?? "jpg", {
    over_18: number % 17 === 0,
    spoiler: number % 19 === 0,
  });
}

function laterPost(number: number): DemoPost {
  const further = furtherShapes[number - firstPage];
  if (further) return further(number);
  return number % 8 === 3 ? gallery(number, ["jpg", "jpg", "png"]) : plainPicture(number);
}

/** Gives the demo's posts in the order of the listing: the same ones each time. */
export function demoListing(): DemoPost[] {
  const random = new SeededRandom("order of the first page");
  const page = Array.from({ length: firstPage }, (_, number) => ({
    place: random.next(),
    post: (shapes[number] ?? plainPicture)(number),
  }));
  const later = Array.from({ length: allPosts - firstPage }, (_, index) =>
    laterPost(firstPage + index),
  );
  return [...page.toSorted((a, b) => a.place - b.place).map(({ post }) => post), ...later];
}

/** Gives the post that stands above the first page of `hot`, in addition to its limit. */
export function demoSticky(): DemoPost {
  const built = textPost(allPosts, "Welcome. Be kind, and show your cats.");
  return { ...built, post: { ...built.post, stickied: true, distinguished: "moderator" } };
}
