import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { FakeWorld, crawlRequest, environment } from "./testing/loader-world.ts";
import { createHandler } from "./handler.ts";

/** A crawl request in which one field is anything. */
const noisyRequest = fc
  .tuple(fc.constantFrom(...Object.keys(crawlRequest)), fc.jsonValue())
  .map(([field, value]) => ({ ...crawlRequest, [field]: value }));
const noisyMessage = fc.oneof(
  fc.string(),
  fc.json(),
  noisyRequest.map((it) => JSON.stringify(it)),
);
const noisyEvent = fc.oneof(
  fc.anything(),
  fc.record({ Records: fc.anything() }),
  fc.record({ Records: fc.array(fc.anything(), { maxLength: 3 }) }),
  noisyMessage.map((Message) => ({ Records: [{ Sns: { MessageId: "m", Message } }] })),
  noisyMessage.map((body) => ({
    Records: [
      {
        messageId: "m",
        receiptHandle: "r",
        body,
        attributes: { ApproximateReceiveCount: "1" },
      },
    ],
  })),
);

test("answers any event by going on or by an error that says what to do", async () => {
  await fc.assert(
    fc.asyncProperty(noisyEvent, async (event) => {
      const world = new FakeWorld();
      world.reply = () => ({ status: 404, body: "" });
      const handler = createHandler(environment, () => world);
      const context = { awsRequestId: "r1", getRemainingTimeInMillis: world.timeLeftMs };
      const outcome = await world.clock
        .run(handler(event, context))
        .catch((error: unknown) => error);
      expect(outcome === undefined || outcome instanceof PermanentError, String(outcome)).toBe(
        true,
      );
      expect(world.sent).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
