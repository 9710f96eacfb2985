import * as html from "htmlparser2";
import { describe, expect, test } from "vitest";

import { feedEntry, feedXml } from "../testing/feed-xml.ts";
import { readFeedAnswer } from "./feed-answer.ts";
import type { RedditAnswer } from "./ask-reddit.ts";

const read = (answer: Partial<RedditAnswer>) =>
  readFeedAnswer({ status: 200, headers: {}, body: "", ...answer }, "aww", 0, html);

describe("a feed's entry", () => {
  test("is a post in the words of the API", () => {
    const { posts } = read({ body: feedXml([feedEntry("a1")]) });
    expect(posts).toEqual([
      {
        id: "a1",
        subreddit: "aww",
        title: "Cats & dogs <3",
        author: "catperson",
        permalink: "https://www.reddit.com/r/aww/comments/a1/cats_amp_dogs/",
        url: "https://i.redd.it/a1.jpg",
        created_utc: Date.parse("2026-11-22T17:00:00Z") / 1000,
        preview: {
          images: [{ source: { url: "https://preview.redd.it/a1.jpg?width=640&crop=smart&s=1f" } }],
        },
      },
    ]);
  });

  test("keeps the whole query of its link", () => {
    const url = "https://preview.redd.it/x.jpg?width=100&s=ab";
    expect(read({ body: feedXml([feedEntry("a1", { url })]) }).posts[0]?.url).toBe(url);
  });

  test("keeps the links of its text", () => {
    const text = `<div class="md"><p>See <a href="https://i.imgur.com/x.png">this</a> and <a href="https://i.redd.it/y.jpg">that</a></p></div>`;
    expect(read({ body: feedXml([feedEntry("a1", { text })]) }).posts[0]?.selftext).toBe(
      "https://i.imgur.com/x.png\n\nhttps://i.redd.it/y.jpg",
    );
  });

  test("may lack everything but its id", () => {
    const { posts } = read({ body: feedXml(["<entry><id>t3_a1</id></entry>"]) });
    expect(posts).toEqual([
      { id: "a1", title: "", author: "[deleted]", permalink: "", subreddit: undefined },
    ]);
  });
});

describe("a page of the feed", () => {
  test("goes on behind its last entry, however few there are", () => {
    const page = read({ body: feedXml([feedEntry("a1"), feedEntry("a2")]) });
    expect(page.after).toBe("t3_a2");
  });

  test("is the last when it has no entries", () => {
    expect(read({ body: feedXml([]) })).toMatchObject({ posts: [], after: undefined });
  });

  test("leaves out entries that are no posts", () => {
    const comment = "<entry><id>t1_zz</id><title>comment</title></entry>";
    const page = read({ body: feedXml([feedEntry("a1"), comment]) });
    expect(page.posts.map(({ id }) => id)).toEqual(["a1"]);
    expect(page.after).toBe("t3_a1");
  });

  test("is not taken for a block page because of a post's title", () => {
    const body = feedXml([feedEntry("a1").replace("dogs", "whoa there, pardner!")]);
    expect(read({ body }).posts).toHaveLength(1);
  });
});

/** All of the first post, and half of the second. */
const cutOff = feedXml([feedEntry("a1"), feedEntry("a2")]).replace(/(t3_a2.{50}).*/s, "$1");

test.each<[string, Partial<RedditAnswer>, string]>([
  ["private", { status: 403, body: '{"reason":"private"}' }, "subreddit-private"],
  ["banned", { status: 404, body: '{"reason":"banned"}' }, "subreddit-banned"],
  [
    "unknown",
    { status: 302, headers: { location: "/subreddits/search?q=aww" } },
    "subreddit-not-found",
  ],
  ["a blocked network", { status: 403, body: "<html>blocked</html>" }, "network-blocked"],
  ["too many requests", { status: 429, headers: { "retry-after": "55" } }, "rate-limited"],
  ["Reddit down", { status: 503 }, "reddit-down"],
  ["nothing", { body: "" }, "answer-empty"],
  ["a page", { body: "<html><body>Welcome</body></html>" }, "answer-not-a-feed"],
  ["JSON", { body: "{}" }, "answer-not-a-feed"],
  ["a feed that is cut off", { body: cutOff }, "answer-not-a-feed"],
  ["a feed's beginning", { body: '<?xml version="1.0"?><feed><entry>' }, "answer-not-a-feed"],
  ["another status", { status: 400, body: "<feed/>" }, "answer-unexpected"],
])("instead of a feed, %s is refused by its own code", (_, answer, code) => {
  expect(() => read(answer)).toThrow(expect.objectContaining({ code }));
});
