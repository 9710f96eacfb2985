import { downloadJob } from "./download-job.ts";
import { pictureUrl } from "./picture-internet.ts";
import type { Stage } from "../stages.ts";

/** An event for each stage that makes it call everything that it usually calls. */
export const firstEvents: Readonly<Record<Stage, unknown>> = {
  "api-endpoint": {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ subreddit: "aww" }),
    isBase64Encoded: false,
    requestContext: {
      requestId: "bench",
      stage: "$default",
      domainName: "api.example.com",
      http: { method: "POST", path: "/crawls" },
    },
  },
  "article-loader": {
    Records: [
      {
        messageId: "bench",
        receiptHandle: "bench",
        attributes: { ApproximateReceiveCount: "1" },
        body: JSON.stringify({
          schemaVersion: 1,
          crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
          subreddit: "aww",
          sortMethod: "top",
          timeFilter: "day",
          limit: 100,
          requestedAt: "2026-11-22T20:00:00.000Z",
        }),
      },
    ],
  },
  balancer: {},
  "download-worker": downloadJob([pictureUrl("first", 100_000)]),
};
