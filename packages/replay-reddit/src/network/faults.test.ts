import { expect, test } from "vitest";

import { demoListing } from "../listing/demo-listing.ts";
import { played } from "../testing/played.ts";

const picture =
  demoListing().find(({ post }) => post.url.endsWith(".jpeg"))?.pictures[0]?.url ?? "";

test("answers a status as often as the fault says, then properly", async () => {
  const { client } = await played({
    faults: [
      { host: "i.redd.it", path: /\.jpeg$/, times: 2, effect: { status: 503, retryAfter: "3" } },
    ],
  });
  const first = await client.get(picture);
  expect(first).toMatchObject({ status: 503, headers: { "retry-after": "3" } });
  expect((await client.get("https://i.redd.it/other.png")).status).toBe(404);
  expect((await client.get(picture)).status).toBe(503);
  expect((await client.get(picture)).status).toBe(200);
});

test("answers a body of the script's own", async () => {
  const { client } = await played({
    faults: [
      {
        host: "*",
        times: Infinity,
        effect: { status: 200, body: "<html>consent</html>", contentType: "image/jpeg" },
      },
    ],
  });
  const answer = await client.get(picture);
  expect(answer.headers["content-type"]).toBe("image/jpeg");
  expect(answer.body.toString()).toBe("<html>consent</html>");
});

test.each([
  [{ bodyFault: "truncate" }, 200],
  ["reset", 0],
] as const)("breaks the connection once for %j", async (effect, status) => {
  const { replay, client } = await played({ faults: [{ host: "i.redd.it", times: 1, effect }] });
  expect(await client.outcome(picture)).toBe("broken");
  expect(replay.requests()[0]?.status).toBe(status);
  expect((await client.get(picture)).status).toBe(200);
});

test("stalls in the middle of a body until the client goes away", async () => {
  const { replay, client } = await played({
    faults: [{ host: "i.redd.it", times: 1, effect: { bodyFault: "stall" } }],
  });
  const stalled = client.outcome(picture);
  await expect.poll(() => replay.requests()[0]?.status).toBe(200);
  await replay.stop();
  expect(await stalled).toBe("broken");
});
