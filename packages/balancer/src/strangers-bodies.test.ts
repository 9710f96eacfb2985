import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { dispatchScene } from "./testing/dispatch-scene.ts";

const [message] = contracts["post-message"].examples;

/** A post message in which one field is anything. */
const noisyMessage = fc
  .tuple(fc.constantFrom(...Object.keys(message!)), fc.jsonValue())
  .map(([field, value]) => JSON.stringify({ ...message, [field]: value }));
const noisyBody = fc.oneof(fc.string(), fc.json(), noisyMessage, fc.string({ unit: "binary" }));

test("whatever a message's body is, its message is dispatched or left to the redrive, and none is lost", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(noisyBody, { minLength: 1, maxLength: 10 }), async (bodies) => {
      const { run, jobs, hidden } = dispatchScene({
        waiting: bodies.length,
        bodyOf: (index) => bodies[index]!,
      });
      const summary = await run();
      expect(summary.dispatched + summary.poison).toBe(bodies.length);
      expect(jobs).toHaveLength(summary.dispatched);
      expect(hidden).toHaveLength(summary.poison);
    }),
    { numRuns: 300 },
  );
});
