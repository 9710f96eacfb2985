import { expect, test } from "vitest";

import { played } from "../testing/played.ts";
import { accessErrors } from "./access-errors.ts";

const table = [
  ["replay_nothing_here", 302, ""],
  ["replay_notfound", 404, '"Not Found"'],
  ["replay_banned", 404, '"reason":"banned"'],
  ["replay_private", 403, '"reason":"private"'],
  ["replay_quarantined", 403, '"reason":"quarantined"'],
  ["replay_gated", 403, '"reason":"gated"'],
  ["replay_forbidden", 403, '"error":403'],
  ["u_replay_suspended", 403, '"error":403'],
  ["replay_legal", 451, '"error":451'],
  ["replay_blocked", 403, "blocked by network security"],
  ["replay_policy", 403, "whoa there, pardner!"],
  ["replay_throttled", 429, "Too Many Requests"],
  ["replay_throttled_mute", 429, "Too Many Requests"],
  ["replay_throttled_403", 403, "Too Many Requests"],
  ["replay_throttled_once", 429, "Too Many Requests"],
  ["replay_500", 500, "<h1>500"],
  ["replay_502", 502, "<h1>502"],
  ["replay_503", 503, "<h1>503"],
  ["replay_504", 504, "<h1>504"],
  ["replay_520", 520, "<h1>520"],
  ["replay_522", 522, "<h1>522"],
  ["replay_flaky", 503, "<h1>503"],
  ["replay_html", 200, "<h1>Reddit"],
  ["replay_empty_body", 200, ""],
  ["replay_cut_json", 200, '"t3_1'],
  ["replay_error_in_200", 200, '"error":403'],
  ["replay_other_json", 200, '"kind":"t5"'],
  ["replay_token_revoked", 401, "Unauthorized"],
] as const;

test.each(table)("%s answers %d to the API and to the feed", async (name, status, words) => {
  for (const ask of ["api", "feed"]) {
    const { client } = await played();
    const answer =
      ask === "api"
        ? await client.oauth(`/r/${name}/top?raw_json=1`)
        : await client.get(`https://www.reddit.com/r/${name}/top/.rss`);
    // The feed has no tokens that could be revoked.
    if (ask === "feed" && name === "replay_token_revoked") continue;
    expect(answer.status).toBe(status);
    expect(answer.body.toString()).toContain(words);
  }
});

test("each access error is in the table, or gives no answer", () => {
  const silent = ["replay_never", "replay_reset"];
  const names = [...table.map(([name]) => name), ...silent];
  expect(
    Object.keys(accessErrors).filter((name) => !names.some((known) => known === name)),
  ).toEqual([]);
});

test("an unknown name leads to the search", async () => {
  const { client } = await played();
  const { headers } = await client.oauth("/r/replay_nothing_here/top");
  expect(headers["location"]).toContain("/subreddits/search?q=replay_nothing_here");
});

test.each([
  ["replay_throttled", "7"],
  ["replay_throttled_mute", undefined],
  ["replay_throttled_403", "7"],
])("%s asks to wait %s seconds", async (name, seconds) => {
  const { client } = await played();
  expect((await client.oauth(`/r/${name}/top`)).headers["retry-after"]).toBe(seconds);
});

test.each([
  ["replay_throttled_once", [429, 200]],
  ["replay_flaky", [503, 503, 200]],
  ["replay_token_revoked", [401, 200]],
])("%s gives way: %j", async (name, statuses) => {
  const { client } = await played();
  const seen: number[] = [];
  for (const _ of statuses) seen.push((await client.oauth(`/r/${name}/top`)).status);
  expect(seen).toEqual(statuses);
});

test("replay_reset breaks the connection and replay_never keeps it waiting", async () => {
  const { replay, client } = await played();
  const feedOf = (name: string) => `https://www.reddit.com/r/${name}/.rss`;
  expect(await client.outcome(feedOf("replay_reset"))).toBe("broken");
  const waiting = client.outcome(feedOf("replay_never"));
  await expect.poll(() => replay.requests().at(-1)?.path).toBe("/r/replay_never/.rss");
  await replay.stop();
  expect(await waiting).toBe("broken");
  expect(replay.requests().at(-1)?.status).toBe(0);
});
