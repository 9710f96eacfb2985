import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";

import type { RedditCredentials } from "./reddit-credentials.ts";
import type { TokenRequest } from "./reddit-tokens.ts";
import { readTokenAnswer } from "./token-answer.ts";
import { askReddit } from "../ask-reddit.ts";

const tokenUrl = new URL("https://www.reddit.com/api/v1/access_token");

/**
 * Asks for tokens (https://github.com/reddit-archive/reddit/wiki/OAuth2). These requests are not listing requests and
 * wait for no turn.
 */
export function createTokenRequest(http: OutboundHttp, clock: Clock): TokenRequest {
  return async (credentials) => {
    const { client_id, client_secret } = credentials;
    const form = grantOf(credentials);
    const key = Buffer.from(`${client_id}:${client_secret}`).toString("base64");
    const answer = await askReddit(http, {
      url: tokenUrl,
      method: "POST",
      headers: {
        authorization: `Basic ${key}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams(form).toString(),
    });
    return readTokenAnswer(answer, form.grant_type, clock.now());
  };
}

function grantOf({ client_secret, refresh_token, device_id }: RedditCredentials) {
  if (refresh_token !== undefined) return { grant_type: "refresh_token", refresh_token } as const;
  if (client_secret !== "") return { grant_type: "client_credentials" } as const;
  return {
    grant_type: "https://oauth.reddit.com/grants/installed_client",
    device_id: device_id ?? "DO_NOT_TRACK_THIS_DEVICE",
  } as const;
}
