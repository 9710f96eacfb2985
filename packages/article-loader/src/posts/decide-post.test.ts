import { mediaHosts, type MediaHosts } from "@reddit-crawler/media-hosts";
import type { CrawlRequest, LinkCandidate } from "@reddit-crawler/message-schema";
import { expect, test } from "vitest";

import { safeText } from "../reddit/lenient-reader.ts";
import { FakeWorld, crawlRequest } from "../testing/loader-world.ts";
import { decidePost } from "./decide-post.ts";
import { listedPost } from "./listed-posts.ts";
import { redditPost } from "../testing/reddit-post.ts";

const nowMs = Date.parse("2026-11-22T20:00:00Z");
const decide = (
  fields: object,
  hosts = mediaHosts("reddit,imgur"),
  request: Partial<CrawlRequest> = {},
) => {
  const crawl = { ...new FakeWorld().crawl(request), hosts };
  const post = listedPost(redditPost({ id: "a1", subreddit: "aww", ...fields }), hosts);
  const known = { linked: new Map(), unstored: new Set<string>(), nowMs };
  return post && decidePost(post, known, crawl);
};

test("a post without an id or a subreddit cannot be decided", () => {
  expect(decide({ id: null })).toBeUndefined();
  expect(decide({ subreddit: "no/name" })).toBeUndefined();
});

test("a post without pictures is a record with its reason and the links that were left out", () => {
  expect(decide({ url: "https://example.com/cat" })).toEqual({
    kind: "record",
    postId: "a1",
    record: {
      schemaVersion: 1,
      crawlId: crawlRequest.crawlId,
      post: {
        id: "a1",
        subreddit: "aww",
        title: "",
        author: "[deleted]",
        permalink: "https://www.reddit.com/comments/a1/",
      },
      outcome: "no-pictures",
      reason: "unsupported-host",
      links: [
        {
          foundIn: "url",
          url: "https://example.com/cat",
          outcome: "unavailable",
          reason: "unsupported-host",
        },
      ],
      decidedAt: "2026-11-22T20:00:00.000Z",
    },
  });
});

test("a crosspost is sent under its own id and subreddit, with its parent's picture", () => {
  const decision = decide({
    url: "/r/cats/comments/1cat/my_cat/",
    title: "Look",
    crosspost_parent_list: [
      { id: "1cat", subreddit: "cats", title: "My cat", url: "https://i.redd.it/cat.jpg" },
    ],
  });
  expect(decision).toMatchObject({ kind: "send", postId: "a1", pictures: 1 });
  expect(JSON.parse(decision?.kind === "send" ? decision.text : "{}")).toMatchObject({
    post: { id: "a1", subreddit: "aww", title: "Look" },
    links: [{ position: 1, candidates: [{ url: "https://i.redd.it/cat.jpg" }] }],
  });
});

test("a post that the crawl does not want is a record that says so, whatever it links", () => {
  const post = { url: "https://i.redd.it/a.jpg", over_18: true };
  const decision = decide(post, mediaHosts("reddit"), { nsfw: false });
  expect(decision).toMatchObject({
    kind: "record",
    record: { outcome: "filtered", reason: "nsfw", links: [] },
  });
});

test("a message that SQS would not take is a record instead of the end of the crawl", () => {
  const url = `https://i.redd.it/${"x".repeat(1_048_576)}.jpg`;
  const hosts: MediaHosts = {
    ...mediaHosts("reddit"),
    read: () => ({ kind: "picture", candidates: [{ url, quality: "original" }] }),
  };
  expect(decide({ url: "https://i.redd.it/a.jpg" }, hosts)).toMatchObject({
    kind: "record",
    record: { outcome: "nothing-stored", reason: "message-too-large" },
  });
});

/** The characters of XML 1.0, all that SQS takes (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). */
const refused = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

test.each(["\u0000", "\u001F", "\uD800", "\uDC00x", "\uFFFE", "\uFFFF", "😀", "\u0085", "ü"])(
  "a post full of %j is sent in characters that SQS accepts, counted as UTF-8",
  (odd) => {
    const decision = decide({
      title: odd,
      author: odd,
      permalink: `/r/aww/${odd}/`,
      link_flair_text: odd,
      url: `https://i.redd.it/a${odd}.jpg`,
      selftext: `https://i.imgur.com/dk6Kz5S${odd}.jpg https://imgur.com/a/${odd}#${odd}`,
      media_metadata: { [`a${odd}`]: { s: { u: `https://preview.redd.it/a.jpg?${odd}` } } },
    });
    if (decision?.kind !== "send") throw new Error("The post has a picture.");
    expect(decision.text).not.toMatch(refused);
    expect(decision.bytes).toBe(Buffer.byteLength(decision.text));
    expect(JSON.parse(decision.text)).toMatchObject({ post: { title: safeText(odd, 300) } });
  },
);

test("links that break the contract are a record instead of a poison message", () => {
  const hosts: MediaHosts = {
    ...mediaHosts("reddit"),
    read: (url) => ({ kind: "picture", candidates: [{ url } as LinkCandidate] }),
  };
  expect(decide({ url: "https://i.redd.it/a.jpg" }, hosts)).toMatchObject({
    kind: "record",
    record: { outcome: "nothing-stored", reason: "links-not-sendable" },
  });
});
