import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import { crosspost, orphanedCrosspost } from "./posts/crossposts.ts";
import type { Builder, DemoPost } from "./demo-post.ts";
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
import { closedHostLink, outsideLink, removedPost } from "./posts/link-posts.ts";
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

const inAww = { subreddit: "aww" };

/** Every shape that is not a plain picture, in the proportions of a real page. */
const shapes: readonly Builder[] = [
  freshPicture,
  freshPicture,
  legacyPicture,
  mislabelledPicture,
  rescuedPicture,
  previewLink(),
  previewLink("this-cat-in-a-box-v0-"),
  repost(singlePicture("jpeg")(firstPage - 1)),

  gallery(["jpg", "jpg", "jpg", "jpg"]),
  gallery(["jpg", "jpg", "png"], { selftext: "A gallery with a text." }),
  gallery(["jpg", "webp", "jpg", "jpg", "jpg"]),
  gallery(["jpg", "jpg"], { over_18: true, thumbnail: "nsfw" }),
  gallery(["png", "jpg", "png"]),
  gallery(["jpg", "failed", "jpg", "missing"]),
  gallery(["gif", "jpg"]),
  gallery(["jpg", "video", "jpg", "no source"]),
  gallery(Array.from({ length: 20 }, () => "jpg")),
  gallery(["failed", "failed"]),
  unprocessedGallery,
  deletedGallery,

  imgurDirect("https://i.imgur.com/{id}.jpg"),
  imgurDirect("https://i.imgur.com/{id}.png", "png"),
  imgurDirect("https://i.imgur.com/{id}h.jpg"),
  imgurDirect("https://i.imgur.com/{id}.JPG?1"),
  imgurDirect("http://i.imgur.com/{id}.jpeg", "jpeg"),
  imgurDirect("https://i.imgur.com/{id}_d.webp?maxwidth=640&shape=thumb"),
  imgurGif,
  imgurAnimation("https://i.imgur.com/{id}.gifv"),
  imgurPage("https://imgur.com/{id}"),
  imgurPage("https://imgur.com/cat-on-a-shelf-{id}"),
  imgurPage("https://i.imgur.com/{id}"),
  imgurAlbum(3, "https://imgur.com/a/{id}"),
  imgurAlbum(2, "https://imgur.com/gallery/kittens-day-one-{id}"),
  imgurAlbum(4, "https://m.imgur.com/a/{id}#0"),
  imgurLost("https://i.imgur.com/{id}.jpg", "placeholder", "gone"),

  textPost("Does yours do that too?"),
  textPost(
    "[removed]",
    { author: "[deleted]", removed_by_category: "automod_filtered" },
    "removed",
  ),
  textPost("", { poll_data: { options: [{ text: "boxes" }, { text: "bags" }] } }, "poll"),
  textPost("Weekly thread: post your cats. No pictures in here.", { pinned: true }),
  textWithUploads,
  textWithLinks,

  ...[false, false, false, false, false, true, true].map((silent) => hostedVideo(silent)),
  freshVideo,

  outsideLink("https://news.example.com/cats/rescued-from-a-tree", "link"),
  outsideLink("https://www.magazine.example.com/2026/why-cats-knead"),
  outsideLink("https://shop.example.com/scratching-post.html?ref=reddit&amp=1", "link"),
  outsideLink("https://www.youtube.com/watch?v=c4tsc4tsc4t", "rich:video"),
  closedHostLink("https://i.redd.it.example.com/decoy.jpg"),

  removedPost("moderator"),
  removedPost("deleted"),
  outsideLink("https://catfood.example.com/?utm_source=reddit"),

  crosspost(singlePicture("jpg", inAww)),
  crosspost(singlePicture("png", inAww)),
  crosspost(gallery(["jpg", "jpg"], inAww)),
  crosspost(imgurDirect("https://i.imgur.com/{id}.jpg")),
  orphanedCrosspost,
];

const extensions = ["jpeg", "jpg", "jpeg", "png", "jpg", "jpeg", "webp", "jpg", "gif"] as const;

function plainPicture(number: number): DemoPost {
  const fields = { over_18: number % 17 === 0, spoiler: number % 19 === 0 };
  return singlePicture(extensions[number % extensions.length] ?? "jpg", fields)(number);
}

function laterPost(number: number): DemoPost {
  const further = furtherShapes[number - firstPage];
  if (further) return further(number);
  return number % 8 === 3 ? gallery(["jpg", "jpg", "png"])(number) : plainPicture(number);
}

/** The demo's posts in the order of the listing: the same ones each time. */
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

/** The post that stands above the first page of `hot`, in addition to its limit. */
export function demoSticky(): DemoPost {
  const built = textPost("Welcome. Be kind, and show your cats.")(allPosts);
  return { ...built, post: { ...built.post, stickied: true, distinguished: "moderator" } };
}
