import { describe, expect, test } from "vitest";

import { listingJson, pictureChild } from "../testing/listing-json.ts";
import { scriptedHttp, type ScriptedReply } from "../testing/scripted-http.ts";
import { VirtualClock } from "@reddit-crawler/function-runtime/testing/virtual-clock";
import type { PageRequest } from "../reddit/listing-page.ts";
import { createRedditTokens } from "../reddit/reddit-tokens.ts";
import type { Turn } from "../gate/request-gate.ts";
import { createOauthListing } from "./reddit-oauth-listing.ts";
import { createTokenRequest } from "./reddit-token-request.ts";

const page: PageRequest = {
  subreddit: "aww",
  sortMethod: "top",
  timeFilter: "day",
  limit: 100,
  after: undefined,
  count: 0,
};

function setUp(listing: (token: string) => ScriptedReply, clientSecret = "s3cret") {
  const clock = new VirtualClock();
  let granted = 0;
  const { http, requests } = scriptedHttp(({ url, headers }) => {
    if (url.pathname !== "/api/v1/access_token") return listing(headers?.["authorization"] ?? "");
    granted += 1;
    return { body: JSON.stringify({ access_token: `t${granted}`, expires_in: 86_400 }) };
  });
  const credentials = { read: async () => ({ client_id: "id", client_secret: clientSecret }) };
  const tokens = createRedditTokens(createTokenRequest(http, clock), credentials, clock);
  let turns = 0;
  const turn: Turn = (request) => {
    turns += 1;
    return request();
  };
  const source = createOauthListing(http, tokens, clock);
  return {
    requests,
    turns: () => turns,
    read: () => source.readPage(page, turn),
    readPosts: (ids: string[]) => source.readPosts?.(ids, turn),
  };
}

test("single posts are asked for by their fullnames, at one turn", async () => {
  const { readPosts, requests, turns } = setUp(() => ({
    body: listingJson([pictureChild("a1")]),
  }));
  expect((await readPosts(["a1", "b2"]))?.posts.map(({ id }) => id)).toEqual(["a1"]);
  expect(requests.at(-1)?.url.href).toBe(
    "https://oauth.reddit.com/api/info?id=t3_a1%2Ct3_b2&raw_json=1",
  );
  expect(turns()).toBe(1);
});

describe("a listing of Reddit's API", () => {
  test("is asked for with a bearer token that is asked for once", async () => {
    const { read, requests, turns } = setUp(() => ({ body: listingJson([pictureChild("a1")]) }));
    expect((await read()).posts.map(({ id }) => id)).toEqual(["a1"]);
    await read();
    expect(requests.map(({ url, headers }) => [url.href, headers?.["authorization"]])).toEqual([
      ["https://www.reddit.com/api/v1/access_token", "Basic aWQ6czNjcmV0"],
      ["https://oauth.reddit.com/r/aww/top?limit=100&t=day&raw_json=1", "bearer t1"],
      ["https://oauth.reddit.com/r/aww/top?limit=100&t=day&raw_json=1", "bearer t1"],
    ]);
    expect(turns()).toBe(2);
  });

  test("is asked for as an installed app when there is no secret", async () => {
    const { read, requests } = setUp(() => ({ body: listingJson([]) }), "");
    await read();
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      grant_type: "https://oauth.reddit.com/grants/installed_client",
      device_id: "DO_NOT_TRACK_THIS_DEVICE",
    });
  });

  test("renews a refused token once and waits its turn again", async () => {
    const { read, requests, turns } = setUp((token) =>
      token === "bearer t1" ? { status: 401 } : { body: listingJson([pictureChild("a1")]) },
    );
    expect((await read()).posts).toHaveLength(1);
    expect(requests).toHaveLength(4);
    expect(turns()).toBe(2);
  });

  test("gives up when a fresh token is refused, too", async () => {
    const { read, requests } = setUp(() => ({ status: 401 }));
    await expect(read()).rejects.toMatchObject({
      name: "PermanentError",
      code: "credentials-refused",
    });
    expect(requests).toHaveLength(4);
  });
});
