import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { expect, test } from "vitest";

import { localStatus } from "./local-status.ts";

const summary = {
  ...contracts["crawl-summary"].examples[0]!,
  counts: { pages: 1, listed: 5, queued: 4, withoutPictures: 1, picturesLinked: 4 },
};

test.each([
  ["lie in the dead-letter queue when nothing works on any", 0, 0, 3, 3],
  ["are not given up while a worker may have them", 0, 5, 3, 0],
  ["are not given up while they wait", 5, 0, 3, 0],
  ["are given up where fewer wait than are open", 1, 1, 5, 3],
  ["are all given up at most", 0, 0, 9, 5],
])("posts without a record %s", (_, waiting, inFlight, deadLettered, failed) => {
  expect(localStatus(summary, [], { waiting, inFlight, deadLettered }).posts.failed).toBe(failed);
});
