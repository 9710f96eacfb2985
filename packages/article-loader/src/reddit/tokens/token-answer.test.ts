import { describe, expect, test } from "vitest";

import { readTokenAnswer, type GrantType } from "./token-answer.ts";

const read = (
  status: number,
  body: string,
  headers: Record<string, string> = {},
  grant: GrantType = "client_credentials",
) => readTokenAnswer({ status, headers, body }, grant, 0);

describe("the token endpoint's answer", () => {
  test("gives the token and its life", () => {
    const body = '{"access_token":"t","token_type":"bearer","expires_in":86400,"scope":"*"}';
    expect(read(200, body)).toEqual({ token: "t", expiresInSeconds: 86_400 });
  });

  test.each<[string, number, string, Record<string, string>, string]>([
    ["401", 401, '{"message":"Unauthorized","error":401}', {}, "credentials-refused"],
    ["401 without a body", 401, "", {}, "credentials-refused"],
    ["invalid_grant in 200", 200, '{"error":"invalid_grant"}', {}, "credentials-refused"],
    ["unauthorized_client", 400, '{"error":"unauthorized_client"}', {}, "credentials-refused"],
    ["403 as data", 403, '{"message":"Forbidden","error":403}', {}, "credentials-refused"],
    ["403 as a page", 403, "<html>no</html>", {}, "network-blocked"],
    ["429", 429, "<html>Too Many Requests</html>", { "retry-after": "9" }, "rate-limited"],
    ["502", 502, "<html>bad</html>", {}, "reddit-down"],
    ["nothing", 200, "", {}, "answer-empty"],
    ["a page", 200, "<html>hi</html>", {}, "token-answer-unexpected"],
    ["no life", 200, '{"access_token":"t"}', {}, "token-answer-unexpected"],
  ])("%s is refused by its own code", (_, status, body, headers, code) => {
    expect(() => read(status, body, headers)).toThrow(expect.objectContaining({ code }));
  });

  test.each<[GrantType, number, string, RegExp]>([
    ["client_credentials", 401, "", /Check client_id and client_secret; an installed app/],
    ["https://oauth.reddit.com/grants/installed_client", 401, "", /an id alone counts only for/],
    ["refresh_token", 400, '{"message":"Bad Request","error":400}', /Check that refresh_token/],
    ["refresh_token", 200, '{"error":"invalid_grant"}', /Check that refresh_token/],
    ["refresh_token", 401, '{"error":401}', /Check client_id and client_secret, all/],
  ])("a refused %s with %i names what is wrong", (grant, status, body, message) => {
    expect(() => read(status, body, {}, grant)).toThrow(message);
  });

  test("never repeats Reddit's text unfiltered", () => {
    expect(() => read(200, '{"error":"x\\n<b>\\u0000"}')).toThrow(/credentials \(xb\)/);
  });
});
