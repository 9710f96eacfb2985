import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { releasedContracts } from "@reddit-crawler/message-schema/contracts/released-contracts";
import type { SNSEvent } from "aws-lambda";
import { expect, test } from "vitest";

import { pictureChild } from "./testing/listing-json.ts";
import { FakeWorld, environment } from "./testing/loader-world.ts";
import { createHandler } from "./handler.ts";

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
  const world = new FakeWorld();
  world.answers = { "": [{ children: [wanted] }], t3_1skbyfv: [{ children: [wanted] }] };
  const handler = createHandler(environment, () => world);
  const event = { Records: [{ Sns: { MessageId: "m1", Message: JSON.stringify(request) } }] };
  const context = { awsRequestId: "r1", getRemainingTimeInMillis: world.timeLeftMs };
  await world.clock.run(handler(event as SNSEvent, context));

  expect(world.sent.map(({ postId }) => postId)).toEqual(["a1"]);
  expect(world.summaries.at(-1)).toMatchObject({
    state: "listed",
    crawlId: Reflect.get(request, "crawlId"),
  });
});
