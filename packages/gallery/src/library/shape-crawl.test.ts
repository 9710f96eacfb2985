import { expect, test } from "vitest";

import {
  sampleRecord,
  sampleSummary,
  storedLink,
} from "@reddit-crawler/picture-folder/testing/sample-records";
import { shapeCrawl } from "./shape-crawl.ts";

test("counts every stored picture, and as new only what no other post had before", () => {
  const links = [
    storedLink("1a"),
    storedLink("1a", "02.jpg", { outcome: "already-stored" }),
    storedLink("1a", "03.jpg", { duplicateOf: "media/aww/1b/01.jpg" }),
  ];
  const crawl = shapeCrawl(sampleSummary(), [sampleRecord("1a", { links })]);
  expect(crawl).toMatchObject({ pictures: 3, newPictures: 1, bytes: 3000 });
});
