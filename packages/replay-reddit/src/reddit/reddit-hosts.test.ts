import { describe, expect, test } from "vitest";

import type { TestAnswer } from "../testing/client.ts";
import { demoRefreshToken } from "./access-tokens.ts";
import { played } from "../testing/played.ts";

interface Listing {
  data: {
    after: string | null;
    children: {
      kind: string;
      data: { name: string; title: string; subreddit: string; stickied: boolean };
    }[];
  };
}

const listingOf = ({ body }: TestAnswer) => (JSON.parse(body.toString()) as Listing).data;
const namesOf = (answer: TestAnswer) => listingOf(answer).children.map(({ data }) => data.name);

describe("the token service", () => {
  test("grants a token for the app's credentials alone", async () => {
    const { client } = await played({ credentials: { clientId: "id", clientSecret: "s:cret" } });
    const granted = await client.token("id", "s:cret");
    expect(JSON.parse(granted.body.toString())).toMatchObject({
      token_type: "bearer",
      expires_in: 86_400,
    });
    expect((await client.token("id", "wrong")).status).toBe(401);
  });

  test("grants an installed app a token for its id and no secret", async () => {
    const { client } = await played({ credentials: { clientId: "id", clientSecret: "s:cret" } });
    const installed = "https://oauth.reddit.com/grants/installed_client";
    const device = { device_id: "DO_NOT_TRACK_THIS_DEVICE" };
    const granted = await client.token("id", "", installed, device);
    const { access_token: token } = JSON.parse(granted.body.toString()) as {
      access_token: string;
    };
    const listing = await client.get("https://oauth.reddit.com/r/cats/top?limit=1", {
      authorization: `bearer ${token}`,
    });
    expect(listing.status).toBe(200);
    expect((await client.token("id", "s:cret", installed, device)).status).toBe(401);
    expect((await client.token("another", "", installed, device)).status).toBe(401);
    expect((await client.token("id", "")).status).toBe(401);
    const nameless = await client.token("id", "", installed, { device_id: "short" });
    expect(JSON.parse(nameless.body.toString())).toEqual({ error: "invalid_request" });
  });

  test.each(["s:cret", ""])(
    "grants a token for a refresh token and the secret %j, and for no other refresh token",
    async (secret) => {
      const { client } = await played({ credentials: { clientId: "id", clientSecret: "s:cret" } });
      const ask = (token: string) =>
        client.token("id", secret, "refresh_token", { refresh_token: token });
      expect((await ask(demoRefreshToken)).status).toBe(200);
      expect((await ask("stolen")).status).toBe(400);
      expect((await client.token("id", "wrong", "refresh_token")).status).toBe(401);
    },
  );

  test("has an app that is answered an error inside of 200, and one that is throttled", async () => {
    const { client } = await played();
    const inside = await client.token("replay-invalid-grant", "x");
    expect(inside.status).toBe(200);
    expect(JSON.parse(inside.body.toString())).toMatchObject({ error: "invalid_grant" });
    const throttled = await client.token("replay-throttled", "x");
    expect(throttled).toMatchObject({ status: 429, headers: { "retry-after": "5" } });
  });

  test("lets a token expire", async () => {
    let now = 0;
    const { client } = await played({ now: () => now });
    const { access_token: token } = JSON.parse((await client.token()).body.toString()) as {
      access_token: string;
    };
    const get = () =>
      client.get("https://oauth.reddit.com/r/cats/top?limit=1", {
        authorization: `bearer ${token}`,
      });
    expect((await get()).status).toBe(200);
    now = 86_400_000;
    const expired = await get();
    expect(expired.status).toBe(401);
    expect(expired.headers["www-authenticate"]).toContain("invalid_token");
  });
});

describe("the listing API", () => {
  test("pages through 400 posts by `after`, each once", async () => {
    const { client } = await played();
    const names: string[] = [];
    let after: string | null = "";
    for (let page = 0; after !== null; page += 1) {
      expect(page).toBeLessThan(4);
      const answer = await client.oauth(`/r/cats/top?limit=100&after=${after}&raw_json=1`);
      names.push(...namesOf(answer));
      ({ after } = listingOf(answer));
    }
    expect(names).toHaveLength(400);
    expect(new Set(names).size).toBe(400);
  });

  test.each([
    ["", 25],
    ["limit=7", 7],
    ["limit=500", 100],
    ["limit=-1", 25],
    ["limit=many", 25],
    ["limit=3&after=null", 3],
    ["limit=3&after=t3_zzzzzz", 0],
  ])("gives for %j a page of %d posts", async (query, length) => {
    const { client } = await played();
    expect(namesOf(await client.oauth(`/r/cats/new?${query}`))).toHaveLength(length);
  });

  test.each([
    ["/r/aww.json", "/r/aww"],
    ["/r/aww/.json", "/r/aww/"],
    ["/r/aww/top.json", "/r/aww/top"],
    ["/r/aww/top/.json", "/r/aww/top/"],
    ["/r/aww+cats.json", "/r/aww+cats"],
  ])("lists at %s what it lists at %s", async (path, without) => {
    const { client } = await played();
    const { children } = listingOf(await client.oauth(`${path}?limit=3`));
    expect(children).toEqual(listingOf(await client.oauth(`${without}?limit=3`)).children);
    expect(children[0]?.data.subreddit).toBe("aww");
  });

  test("puts a sticky post above the first page of hot, beyond the limit", async () => {
    const { client } = await played();
    const hot = listingOf(await client.oauth("/r/cats/hot?limit=100"));
    expect(hot.children).toHaveLength(101);
    expect(hot.children[0]?.data.stickied).toBe(true);
    const second = listingOf(await client.oauth(`/r/cats/hot?limit=100&after=${hot.after}`));
    expect(second.children).toHaveLength(100);
  });

  test("escapes texts for HTML unless raw_json is asked for", async () => {
    const { client } = await played();
    const escaped = (await client.oauth("/r/cats/top?limit=100")).body.toString();
    const raw = (await client.oauth("/r/cats/top?limit=100&raw_json=1")).body.toString();
    expect(escaped).toContain("&amp;s=");
    expect(escaped).not.toContain("<script>");
    expect(raw).toContain("&s=");
    expect(raw).toContain("<script>");
  });

  test("reports the quota that is left", async () => {
    const { client } = await played();
    await client.oauth("/r/cats/top");
    expect((await client.oauth("/r/cats/top")).headers).toMatchObject({
      "x-ratelimit-used": "2",
      "x-ratelimit-remaining": "598.0",
      "x-ratelimit-reset": "600",
    });
  });

  test("spells subreddits its own way and mixes several", async () => {
    const { client } = await played();
    const subredditsOf = async (asked: string) => {
      const { children } = listingOf(await client.oauth(`/r/${asked}/top?limit=9`));
      return [...new Set(children.map(({ data }) => data.subreddit))];
    };
    expect(await subredditsOf("CATSstandingUP")).toEqual(["CatsStandingUp"]);
    expect(await subredditsOf("cats+replay_private+aww")).toEqual(["cats", "aww"]);
  });

  test("refuses a client without a token, and one without a name", async () => {
    const { client } = await played();
    expect((await client.get("https://oauth.reddit.com/r/cats/top")).status).toBe(401);
    const unnamed = await client.get("https://oauth.reddit.com/r/cats/top", {
      "user-agent": "node",
    });
    expect(unnamed.status).toBe(403);
    expect(unnamed.body.toString()).toContain("whoa there, pardner!");
  });

  test("has the traps of a listing that goes round, repeats itself, or has pages shorter than asked for", async () => {
    const { client } = await played();
    const round = await client.oauth("/r/replay_loop/top?limit=5");
    const again = await client.oauth(`/r/replay_loop/top?limit=5&after=${listingOf(round).after}`);
    expect(namesOf(again)).toEqual(namesOf(round));
    expect(listingOf(again).after).toBe(listingOf(round).after);
    const short = await client.oauth("/r/replay_short_pages/top?limit=10");
    expect(namesOf(short)).toHaveLength(5);
    expect(listingOf(short).after).not.toBeNull();
    const moving = await client.oauth("/r/replay_moving/top?limit=5");
    const { after } = listingOf(moving);
    expect(namesOf(await client.oauth(`/r/replay_moving/top?limit=5&after=${after}`))[0]).toBe(
      after,
    );
    expect(listingOf(await client.oauth("/r/replay_empty/top")).children).toEqual([]);
  });

  test("finds nothing under what is no name", async () => {
    const { client } = await played();
    expect((await client.oauth("/r/%2e%2e%2fetc/top")).status).toBe(404);
  });
});

test("shuts out anonymous JSON with a page", async () => {
  const { client } = await played();
  const answer = await client.get("https://www.reddit.com/r/cats/top.json?limit=100");
  expect(answer.status).toBe(403);
  expect(answer.headers["content-type"]).toContain("text/html");
});
