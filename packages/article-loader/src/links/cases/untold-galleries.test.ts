import { mediaHosts } from "@reddit-crawler/media-hosts";
import type { PostMessage } from "@reddit-crawler/message-schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { pictureChild } from "../../testing/listing-json.ts";
import { FakeWorld } from "../../testing/loader-world.ts";
import { redditPost } from "../../testing/reddit-post.ts";
import { findLinks } from "../post-links.ts";

const url = "https://www.reddit.com/gallery/1ca201";
const untold = { url, is_gallery: true, post_hint: undefined };
const told = {
  ...untold,
  gallery_data: { items: [{ media_id: "a1", id: 1 }] },
  media_metadata: { a1: { status: "valid", e: "Image", m: "image/png" } },
};

test("a gallery is called deleted only where Reddit says so", () => {
  const removed = fc.constantFrom(null, undefined, "moderator", "deleted", "reddit");
  const author = fc.constantFrom("someone", "[deleted]", undefined);
  const items = fc.constantFrom(undefined, null, { items: [] });
  fc.assert(
    fc.property(removed, author, items, (removed_by_category, author, gallery_data) => {
      const post = { id: "1ca201", ...untold, gallery_data, removed_by_category, author };
      const { reason, leftOut } = findLinks(redditPost(post), mediaHosts("reddit"));
      const isKnown = typeof removed_by_category === "string" || author === "[deleted]";
      expect(leftOut[0]?.reason).toBe(isKnown ? "deleted-gallery" : "gallery-not-listed");
      expect(reason).toBe(typeof removed_by_category === "string" ? "removed" : leftOut[0]?.reason);
    }),
  );
});

describe("a gallery of which Reddit named no item", () => {
  const load = async (...known: unknown[]) => {
    const world = new FakeWorld({
      "": [{ children: [pictureChild("1cat"), pictureChild("1ca201", untold)] }],
    });
    world.singlePosts = known;
    await world.load();
    return world;
  };

  test("is asked for once more, and sent with its pictures", async () => {
    const world = await load(pictureChild("1ca201", told));
    expect(world.effects).toContain("ask 1ca201");
    const message: PostMessage = JSON.parse(
      world.sent.find(({ postId }) => postId === "1ca201")?.text ?? "{}",
    );
    expect(message.links[0]?.candidates[0]?.url).toBe("https://i.redd.it/a1.png");
  });

  test.each([[[pictureChild("1ca201", untold)]], [[]]])(
    "is recorded as not listed when Reddit names none again",
    async (known) => {
      const world = await load(...known);
      expect(world.effects.filter((effect) => effect.startsWith("ask"))).toEqual(["ask 1ca201"]);
      expect(world.queued).toEqual(["1cat"]);
      expect(JSON.stringify(world.records)).toContain("gallery-not-listed");
    },
  );
});
