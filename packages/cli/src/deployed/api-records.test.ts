import { crawlStatus } from "@reddit-crawler/crawl-status/crawl-status";
import { crawlTotals } from "@reddit-crawler/crawl-status/crawl-totals";
import { crawlSummarySchema } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { expect, test } from "vitest";

import { summaryOf } from "./api-records.ts";

const summary = crawlSummarySchema.parse(contracts["crawl-summary"].examples[0]);

test.each([
  { subreddit: "aww+cats" },
  { subreddit: "u_quiet_one", user: "quiet_one" },
  { subreddit: "all", postId: "1skbyfv" },
  { subreddit: "u_quiet_one", postId: "1skbyfv" },
  { subreddit: "aww", sharePath: "/r/aww/s/hKrTTvFVwZ" },
])("a deployed crawl of %j is kept as what it is", (target) => {
  const status = crawlStatus({ ...summary, ...target }, crawlTotals([]));
  const { subreddit, user, postId, sharePath } = summaryOf({ ...status, posts_url: "" });
  expect({ subreddit, user, postId, sharePath }).toEqual({
    user: undefined,
    postId: undefined,
    sharePath: undefined,
    ...target,
  });
});
