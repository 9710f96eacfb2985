import { expect, test } from "vitest";

import { unwantedReason } from "./unwanted-post.ts";

test.each([
  [{ over_18: true, spoiler: true }, {}, undefined],
  [{ over_18: true, spoiler: true }, { nsfw: true, spoilers: true }, undefined],
  [{ over_18: true }, { nsfw: false }, "nsfw"],
  [{ over_18: true }, { spoilers: false }, undefined],
  [{ spoiler: true }, { spoilers: false }, "spoiler"],
  [{ spoiler: true }, { nsfw: false }, undefined],
  [{ over_18: false, spoiler: false }, { nsfw: false, spoilers: false }, undefined],
  [{}, { nsfw: false, spoilers: false }, undefined],
  [{ crosspost_parent_list: [{ over_18: true }] }, { nsfw: false }, "nsfw"],
  [{ crosspost_parent_list: [undefined, { spoiler: true }] }, { spoilers: false }, "spoiler"],
])("%j in a crawl that says %j is unwanted for the reason %s", (post, filter, reason) => {
  expect(unwantedReason(post, filter)).toBe(reason);
});
