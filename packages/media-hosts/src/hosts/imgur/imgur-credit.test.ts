import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { expect, test } from "vitest";

import { cannedContext } from "../../testing/canned-http.ts";
import { ImgurCredit } from "./imgur-credit.ts";
import { ImgurPageId } from "./imgur-page-id.ts";
import { resolveImgurPage } from "./imgur-pages.ts";

const page = new URL("https://imgur.com/a/3a3rJ");
const body = JSON.stringify({ media: [{ url: "https://i.imgur.com/abcdefg.png" }] });
const nowSeconds = Date.UTC(2026, 10, 22) / 1000;

function imgurSays(headers: Record<string, string>) {
  const { context, requests, clock } = cannedContext(
    { "https://api.imgur.com/post/v1/albums/3a3rJ": { headers, body } },
    { imgurClientId: "client1" },
  );
  const credit = new ImgurCredit();
  return { ask: () => resolveImgurPage(page, context, credit, new ImgurPageId()), requests, clock };
}

test.each([
  [{}],
  [{ "x-ratelimit-userremaining": "6", "x-ratelimit-clientremaining": "12000" }],
  [{ "x-ratelimit-userremaining": "many" }],
])("is asked again while there is credit: %j", async (headers) => {
  const { ask, requests } = imgurSays(headers);
  await ask();
  await ask();
  expect(requests).toHaveLength(2);
});

test.each([
  [
    "until the hour's credit comes back",
    { "x-ratelimit-userremaining": "5", "x-ratelimit-userreset": String(nowSeconds + 600) },
    600,
  ],
  [
    "for an hour when the day's is used up",
    {
      "x-ratelimit-userremaining": "400",
      "x-ratelimit-userreset": String(nowSeconds + 600),
      "x-ratelimit-clientremaining": "0",
    },
    3600,
  ],
  [
    "for an hour when the time is past",
    { "x-ratelimit-userremaining": "0", "x-ratelimit-userreset": "1" },
    3600,
  ],
])(
  "has a cooldown %s, and the answer that said so still counts",
  async (_until, headers, seconds) => {
    const { ask, requests, clock } = imgurSays(headers);
    expect(await ask()).toMatchObject({ kind: "pictures" });
    const failure = await ask().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ThrottledError);
    expect(failure).toMatchObject({ code: "imgur-credit-used-up", retryAfterSeconds: seconds });
    expect(requests).toHaveLength(1);
    clock.nowMs += seconds * 1000;
    expect(await ask()).toMatchObject({ kind: "pictures" });
  },
);
