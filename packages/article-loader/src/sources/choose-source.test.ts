import { expect, test } from "vitest";

import { FakeWorld } from "../testing/loader-world.ts";

test("a crawl that asks for the API without credentials says so", async () => {
  const world = new FakeWorld().withoutCredentials();
  await world.load({ source: "api" });
  expect(world.summary).toMatchObject({
    state: "failed",
    failure: { code: "source-not-configured" },
  });
});
