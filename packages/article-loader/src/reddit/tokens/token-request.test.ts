import { systemClock } from "@reddit-crawler/function-runtime/clock";
import { expect, test } from "vitest";

import { scriptedHttp } from "../../testing/scripted-http.ts";
import type { RedditCredentials } from "./reddit-credentials.ts";
import { createTokenRequest } from "./token-request.ts";

const device = "a-device-of-20-marks";

test.each<[Partial<RedditCredentials>, string, string]>([
  [{ client_secret: "s:x" }, "id:s:x", "grant_type=client_credentials"],
  [
    {},
    "id:",
    "grant_type=https%3A%2F%2Foauth.reddit.com%2Fgrants%2Finstalled_client&device_id=DO_NOT_TRACK_THIS_DEVICE",
  ],
  [
    { device_id: device },
    "id:",
    `grant_type=https%3A%2F%2Foauth.reddit.com%2Fgrants%2Finstalled_client&device_id=${device}`,
  ],
  [{ refresh_token: "r&1" }, "id:", "grant_type=refresh_token&refresh_token=r%261"],
  [
    { refresh_token: "r", client_secret: "s", device_id: device },
    "id:s",
    "grant_type=refresh_token&refresh_token=r",
  ],
])("%j asks for its own grant", async (more, basic, form) => {
  const { http, requests } = scriptedHttp(() => ({
    body: '{"access_token":"t","expires_in":3600}',
  }));
  const ask = createTokenRequest(http, systemClock);
  expect(await ask({ client_id: "id", client_secret: "", ...more })).toEqual({
    token: "t",
    expiresInSeconds: 3600,
  });
  expect(requests).toMatchObject([
    {
      method: "POST",
      url: new URL("https://www.reddit.com/api/v1/access_token"),
      headers: { authorization: `Basic ${Buffer.from(basic).toString("base64")}` },
      body: form,
    },
  ]);
});

test("a refused refresh token is named, and never repeated", async () => {
  const { http } = scriptedHttp(() => ({ status: 400, body: '{"error":"invalid_grant"}' }));
  const asked = createTokenRequest(
    http,
    systemClock,
  )({
    client_id: "id",
    client_secret: "hunter2",
    refresh_token: "hunter3",
  });
  await expect(asked).rejects.toMatchObject({
    code: "credentials-refused",
    message: expect.stringMatching(/invalid_grant\).*Check that refresh_token/),
  });
  await expect(asked).rejects.not.toThrow(/hunter/);
});
