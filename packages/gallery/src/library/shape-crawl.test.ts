import { expect, test } from "vitest";

import {
  sampleGivenUp,
  sampleRecord,
  sampleSummary,
  storedLink,
} from "@reddit-crawler/picture-folder/testing/sample-records";
import { pastState, shapeCrawl } from "./shape-crawl.ts";

test("counts every stored picture, and as new only what no other post had before", () => {
  const links = [
    storedLink("1a"),
    storedLink("1a", "02.jpg", { outcome: "already-stored" }),
    storedLink("1a", "03.jpg", { duplicateOf: "media/aww/1b/01.jpg" }),
  ];
  const crawl = shapeCrawl(sampleSummary(), [sampleRecord("1a", { links })]);
  expect(crawl).toMatchObject({ pictures: 3, newPictures: 1, bytes: 3000 });
});

test("says of an earlier run's crawl which posts it gave up, and why", () => {
  const lost = sampleGivenUp("1b");
  expect(pastState(sampleSummary(), 1, [lost])).toEqual({
    state: "given-up",
    message: "One post was given up: “Cat 1b” (http-429). The same crawl again goes on with them.",
  });
  expect(pastState(sampleSummary(), 0, [lost])).toMatchObject({ state: "stopped" });
});
