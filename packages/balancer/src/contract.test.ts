import { downloadJobSchema } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { releasedContracts } from "@reddit-crawler/message-schema/contracts/released-contracts";
import { expect, test } from "vitest";

import { toDownloadJob } from "./download-job.ts";

/** What the article-loader sends: as it is built now, as it is deployed, and as a later one may. */
const bodies: readonly (readonly [string, unknown])[] = [
  ...contracts["post-message"].examples.map((body) => ["of today's loader", body] as const),
  ...releasedContracts["post-message"].examples.map((body) => ["of the release", body] as const),
  ["with more than this balancer knows", { ...contracts["post-message"].examples[0], later: [1] }],
];

test.each(bodies)("a post message %s becomes a job that carries it whole", (_, body) => {
  const message = {
    messageId: "m-1",
    receiptHandle: "r-1",
    receiveCount: 1,
    body: JSON.stringify(body),
  };
  const read = toDownloadJob(message, Date.parse("2026-11-22T20:00:00Z"), 180);
  if (read.kind === "poison") throw new Error(read.reason);
  expect(read.job.message).toEqual(body);
  expect(downloadJobSchema.parse(read.job)).toEqual(read.job);
});
