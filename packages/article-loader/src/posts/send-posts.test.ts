import { describe, expect, test } from "vitest";

import { pictureChildren } from "../testing/listing-json.ts";
import { FakeWorld } from "../testing/loader-world.ts";

describe("the queue's refusals", () => {
  test("are sent again alone, until they are taken", async () => {
    const world = new FakeWorld({ "": [{ children: pictureChildren("a", 3) }] });
    let calls = 0;
    world.refuse = () => {
      calls += 1;
      return calls < 3 ? [{ postId: "a1", code: "InternalError" }] : [];
    };
    await world.load();
    expect(world.effects.filter((effect) => effect.startsWith("send"))).toEqual([
      "send a0 a1 a2",
      "send a1",
      "send a1",
    ]);
    expect(world.queued).toEqual(["a0", "a2", "a1"]);
  });

  test("end the invocation when they last, with nothing counted and no continuation", async () => {
    const world = new FakeWorld({ "": [{ children: pictureChildren("a", 3), after: "t3_p1" }] });
    world.refuse = () => [{ postId: "a1", code: "InternalError" }];
    await expect(world.load()).rejects.toMatchObject({
      name: "RetryableError",
      code: "queue-refused",
      message: expect.stringContaining("1 posts 5 times (InternalError)"),
    });
    expect(world.summary).toMatchObject({
      state: "listing",
      failure: { code: "queue-refused", retryable: true },
      counts: { listed: 0 },
    });
    expect(world.published).toEqual([]);
  });
});
