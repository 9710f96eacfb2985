import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { releasedContracts } from "@reddit-crawler/message-schema/contracts/released-contracts";
import type { SNSEvent } from "aws-lambda";
import { expect, test } from "vitest";

import { listingJson, pictureChild } from "./testing/listing-json.ts";
import { LoaderWorld, memoryGateState } from "./testing/loader-world.ts";
import { scriptedHttp } from "./testing/scripted-http.ts";
import { createHandler } from "./handler.ts";

const environment = {
  CRAWL_TOPIC_ARN: "arn:aws:sns:eu-central-1:123456789012:crawls",
  POST_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/posts",
  MEDIA_BUCKET: "media",
  FINISHED_TOPIC_ARN: "arn:aws:sns:eu-central-1:123456789012:finished",
  MEDIA_HOSTS: "reddit,imgur",
  REDDIT_USER_AGENT: "linux:reddit-crawler:1.0 (by /u/someone)",
  REDDIT_CREDENTIALS_SECRET_ARN: "",
  REDDIT_REQUEST_DELAY_MS: "2000",
  LOG_LEVEL: "info",
};

/** A post that no example's filter leaves out. */
const wanted = pictureChild("a1", { score: 1000, link_flair_text: "Cats" });

/** What the api-endpoint, and an earlier loader, publish: as they are built now, as deployed, and as later ones may. */
const requests: readonly (readonly [string, object])[] = [
  ...contracts["crawl-request"].examples.map((request) => ["of today", request] as const),
  ...releasedContracts["crawl-request"].examples.map(
    (request) => ["of the release", Object(request)] as const,
  ),
  [
    "with more than this loader knows",
    { ...contracts["crawl-request"].examples[0], priority: "high" },
  ],
];

test.each(requests)("a crawl request %s is listed to its end", async (_, request) => {
  const world = new LoaderWorld();
  const { http } = scriptedHttp(({ url }) =>
    url.pathname === "/api/v1/access_token"
      ? { body: '{"access_token":"the-token","expires_in":3600}' }
      : { body: listingJson([wanted]) },
  );
  const credentials = { read: async () => ({ client_id: "id", client_secret: "secret" }) };
  const ports = { ...world.ports(), http, gateState: memoryGateState(), credentials };
  const handler = createHandler(environment, () => ports);
  const event = { Records: [{ Sns: { MessageId: "m1", Message: JSON.stringify(request) } }] };
  const context = { awsRequestId: "r1", getRemainingTimeInMillis: world.timeLeftMs };
  await world.clock.run(handler(event as SNSEvent, context));

  expect(world.sent.map(({ postId }) => postId)).toEqual(["a1"]);
  expect(world.summaries.at(-1)).toMatchObject({
    state: "listed",
    crawlId: Reflect.get(request, "crawlId"),
  });
});
