import { mediaHosts } from "@reddit-crawler/media-hosts";
import {
  leftOutLinkSchema,
  maxLinksPerPost,
  pictureLinkSchema,
  postFactsSchema,
} from "@reddit-crawler/message-schema";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod/mini";

import { postFacts } from "../posts/post-facts.ts";
import { findLinks } from "./post-links.ts";
import { readRedditPost } from "../reddit/reddit-post.ts";

const upload = "https://preview.redd.it/a1.jpg?width=1&s=2";
const item = {
  status: "valid",
  e: "Image",
  m: "image/jpg",
  s: { u: upload, gif: "https://i.redd.it/a1.gif", mp4: upload },
};
const parent = {
  id: "1skh6dk",
  subreddit: "aww",
  title: "A title",
  author: "someone",
  permalink: "/r/aww/comments/1skh6dk/a_title/",
  url: "https://i.redd.it/a1.jpg",
  created_utc: 1776100175,
  score: 12,
  is_self: false,
  is_video: false,
  is_gallery: true,
  gallery_data: {
    items: [
      { media_id: "a1", id: 1 },
      { media_id: "b2", id: 2 },
    ],
  },
  media_metadata: { a1: item, b2: { ...item, e: "AnimatedImage" } },
  secure_media: {
    reddit_video: { fallback_url: "https://v.redd.it/a1/CMAF_720.mp4", is_gif: true },
  },
  preview: {
    images: [
      {
        source: { url: "https://external-preview.redd.it/a.png?s=1" },
        variants: { gif: { source: { url: upload } } },
      },
    ],
    reddit_video_preview: { fallback_url: "https://v.redd.it/a1/DASH_720.mp4" },
  },
  selftext: `A text with ![img](a1), [a link](${upload}) and https://imgur.com/a/3a3rJ.`,
  removed_by_category: null,
  poll_data: null,
};
const post = { ...parent, crosspost_parent_list: [parent] };

/** The characters that SQS refuses (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). */
const refused = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

const strangeText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "binary" }).map((part) => `https://i.redd.it/${part}\uFFFE\uFFFF.jpg`),
  fc.webUrl(),
  fc.constantFrom(
    ..."__proto__ constructor a1 [removed] https://i.redd.it/ https://169.254.169.254/x.png //evil.example/a.jpg".split(
      " ",
    ),
    ..."https://i.redd.it@evil.example/a.jpg https://v.redd.it:1/a.mp4 http://[::1]/a.gif /r/a/comments/1b/ ![img](b2)".split(
      " ",
    ),
    "https://www.reddit.com/media?url=https%3A%2F%2Fevil.example%2Fa.jpg",
    "https://www.reddit.com/gallery/1skh6dk",
    "https://v.redd.it/a1",
  ),
);
const strange = fc.oneof(
  strangeText,
  fc.anything({ maxDepth: 2 }),
  fc.constantFrom(null, undefined, [], {}),
);

/** `value` with a few of its parts, at any depth, replaced by something else. */
function mutated(value: unknown): fc.Arbitrary<unknown> {
  const other = { arbitrary: strange, weight: 1 };
  const entries = Object.entries(value ?? {});
  if (Array.isArray(value))
    return fc.oneof({ arbitrary: fc.tuple(...value.map(mutated)), weight: 12 }, other);
  if (typeof value === "object" && value !== null)
    return fc.oneof(
      {
        arbitrary: fc.record(
          Object.fromEntries(entries.map(([key, part]) => [key, mutated(part)])),
          { requiredKeys: [] },
        ),
        weight: 12,
      },
      other,
    );
  return fc.oneof({ arbitrary: fc.constant(value), weight: 4 }, other);
}

test.each(["reddit,imgur", "imgur", "all"])(
  "a mutated post never throws, never leads to a host that is not open, and always fits the message (%s)",
  (setting) => {
    const hosts = mediaHosts(setting);
    fc.assert(
      fc.property(mutated(post), (fields) => {
        const read = readRedditPost(fields);
        fc.pre(read !== undefined);
        const { links, leftOut, reason } = findLinks(read, hosts);
        const urls = links.flatMap(({ candidates }) => candidates.map(({ url }) => new URL(url)));
        expect(urls.filter((url) => !hosts.allows(url))).toEqual([]);
        expect(z.safeParse(z.array(pictureLinkSchema), links).error).toBeUndefined();
        expect(z.safeParse(z.array(leftOutLinkSchema), leftOut).error).toBeUndefined();
        expect(links.length).toBeLessThanOrEqual(maxLinksPerPost);
        expect(reason === undefined).toBe(links.length > 0);
        const facts = postFacts(read);
        expect(z.safeParse(z.optional(postFactsSchema), facts).error).toBeUndefined();
        expect(JSON.stringify([facts, links, leftOut])).not.toMatch(refused);
      }),
      { numRuns: 1500 },
    );
  },
);

test("any object is a post", () => {
  fc.assert(
    fc.property(fc.oneof(fc.object(), mutated(post).filter(isPlainObject)), (fields) => {
      expect(readRedditPost(fields)).toBeDefined();
    }),
    { numRuns: 1000 },
  );
});

function isPlainObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
