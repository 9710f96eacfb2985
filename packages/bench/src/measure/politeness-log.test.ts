import { expect, test } from "vitest";

import { judgePoliteness } from "./politeness-log.ts";

const host = "i.redd.it";
const picture = (path: string, at: number, ms: number, status = 200) => ({
  host,
  path,
  status,
  at,
  answeredAt: at + ms,
});
const listing = (at: number) => ({ ...picture("/r/aww", at, 150), host: "oauth.reddit.com" });

test("a log shows how many requests a host had at once, and which pictures it sent twice", () => {
  const log = [picture("/a", 0, 100), picture("/b", 50, 100), picture("/a", 100, 10)];
  expect(judgePoliteness(log, host, 3)).toMatchObject({ mostAtOnce: 2, repeated: 1, refused: 0 });
});

test("a request that came while the host had asked to wait counts, one before it could be known does not", () => {
  const refused = picture("/a", 0, 10, 429);
  const log = [refused, picture("/b", 100, 10), picture("/c", 1000, 10), picture("/a", 3010, 10)];
  expect(judgePoliteness(log, host, 3)).toMatchObject({ inCooldown: 1, refused: 1, repeated: 0 });
});

test("the shortest time between two requests for listings counts", () => {
  const log = [listing(0), picture("/a", 10, 1), listing(2400), listing(4500)];
  expect(judgePoliteness(log, host, 3)).toMatchObject({ listingGapMs: 2100 });
  expect(judgePoliteness([], host, 3)).toMatchObject({ mostAtOnce: 0, listingGapMs: Infinity });
});
