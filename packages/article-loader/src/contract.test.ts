import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { releasedContracts } from "@reddit-crawler/message-schema/contracts/released-contracts";
import { expect, test } from "vitest";

import { pictureChild } from "./testing/listing-json.ts";
import { FakeWorld, environment } from "./testing/loader-world.ts";
import { createHandler } from "./handler.ts";

/** A post that no example's filter leaves out, and that the single ones name. */
const wanted = pictureChild("1skbyfw", { score: 1000, link_flair_text: "Cats" });
const single = pictureChild("1skbyfv");
const shared = { data: [{ resolved_path: "/r/aww/comments/1skbyfv/two_cats/" }] };

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
  const world = new FakeWorld({
    "": [{ children: [wanted] }],
    t3_1skbyfv: [{ children: [wanted] }],
  });
  world.singlePosts = [single];
  const { reply } = world;
  world.reply = (url) =>
    url.pathname === "/api/short_links" ? { body: JSON.stringify(shared) } : reply(url);
  const importKey = String(Reflect.get(request, "importKey"));
  world.importBytes.set(importKey, Buffer.from(JSON.stringify(wanted.data)));
  const handler = createHandler(environment, () => world);
  const record = {
    messageId: "m1",
    receiptHandle: "receipt",
    body: JSON.stringify(request),
    attributes: { ApproximateReceiveCount: "1" },
  };
  const context = { awsRequestId: "r1", getRemainingTimeInMillis: world.timeLeftMs };
  await world.clock.run(handler({ Records: [record] }, context));

  const isSingle = "postId" in request || "sharePath" in request;
  const id = isSingle ? "1skbyfv" : "1skbyfw";
  expect(world.queued).toEqual([id]);
  expect(world.summary).toMatchObject({
    state: "listed",
    crawlId: Reflect.get(request, "crawlId"),
  });
});
