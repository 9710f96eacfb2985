import { expect, test } from "vitest";

import { parseRedditCredentials } from "./reddit-credentials.ts";

test("the secret may have an empty client_secret, as an installed app has none", () => {
  expect(parseRedditCredentials('{"client_id":"a","client_secret":"","note":"x"}')).toEqual({
    client_id: "a",
    client_secret: "",
  });
});

test("the secret may have an id alone, a device or a refresh token", () => {
  const id = { client_id: "a", client_secret: "" };
  expect(parseRedditCredentials('{"client_id":"a"}')).toEqual(id);
  const device = "d".repeat(20);
  expect(parseRedditCredentials(`{"client_id":"a","device_id":"${device}"}`)).toEqual({
    ...id,
    device_id: device,
  });
  expect(parseRedditCredentials('{"client_id":"a","refresh_token":"r"}')).toEqual({
    ...id,
    refresh_token: "r",
  });
});

test.each([
  ["", /it is no JSON object/],
  ["hunter2", /it is no JSON object/],
  ["[]", /it is no JSON object/],
  ["{}", /client_id is missing/],
  ['{"client_id":"a","client_secret":null}', /client_secret must be text/],
  [
    '{"client_id":"a","refresh_token":"","device_id":"hunter2"}',
    /refresh_token is empty; device_id must have 20/,
  ],
  ['{"client_id":"","client_secret":"hunter2"}', /client_id is empty/],
  ['{"client_id":7,"client_secret":"hunter2"}', /client_id is missing/],
])("the secret %j is refused without being repeated", (text, message) => {
  const error = expect.objectContaining({
    name: "PermanentError",
    code: "credentials-malformed",
    message: expect.stringMatching(message),
  });
  expect(() => parseRedditCredentials(text)).toThrow(error);
  expect(() => parseRedditCredentials(text)).not.toThrow(/hunter2/);
});
