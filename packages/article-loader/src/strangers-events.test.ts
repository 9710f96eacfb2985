import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { LoaderWorld, crawlRequest, memoryGateState } from "./testing/loader-world.ts";
import { scriptedHttp } from "./testing/scripted-http.ts";
import { createHandler } from "./handler.ts";

const environment = {
  CRAWL_TOPIC_ARN: "arn:aws:sns:eu-central-1:123456789012:crawls",
  POST_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/posts",
  FINISHED_TOPIC_ARN: "arn:topic:finished",
  MEDIA_BUCKET: "media",
  MEDIA_HOSTS: "reddit,imgur",
  REDDIT_USER_AGENT: "linux:reddit-crawler:1.0 (by /u/someone)",
  REDDIT_REQUEST_DELAY_MS: "2000",
  LOG_LEVEL: "debug",
};

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
);

test("answers any event by going on or by an error that says what to do", async () => {
  await fc.assert(
    fc.asyncProperty(noisyEvent, async (event) => {
      const world = new LoaderWorld();
      const { http } = scriptedHttp(() => ({ status: 404, body: "" }));
      const handler = createHandler(environment, () => ({
        ...world.ports(),
        http,
        gateState: memoryGateState(),
      }));
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
