import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { sampleGivenUp } from "@reddit-crawler/picture-folder/testing/sample-records";
import { expect, test } from "vitest";

import { localStatus } from "./local-status.ts";

const record = contracts["post-record"].examples[0]!;
const summary = {
  ...contracts["crawl-summary"].examples[0]!,
  state: "listed",
  counts: { pages: 1, listed: 2, queued: 2, withoutPictures: 0, picturesLinked: 2 },
};
const lost = sampleGivenUp("1b");

test("a crawl with posts given up is over, and counts them as the HTTP API does", () => {
  expect(localStatus(summary, [record], [lost])).toMatchObject({
    state: "finished",
    posts: { decided: 1, failed: 1 },
    outcomes: { "given-up": 1 },
    reasons: { "http-429": 1 },
  });
});

test("a post without a record is not given up while it is no dead letter", () => {
  expect(localStatus(summary, [record], [])).toMatchObject({
    state: "downloading",
    posts: { decided: 1, failed: 0 },
  });
});
