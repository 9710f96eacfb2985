import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";

import type { TokenRequest } from "./reddit-tokens.ts";
import { readTokenAnswer } from "./token-answer.ts";
import { askReddit } from "./ask-reddit.ts";

const tokenUrl = new URL("https://www.reddit.com/api/v1/access_token");

/**
 * Asks for application-only tokens: by client credentials, or by the installed-app grant where there is no secret
 * (https://github.com/reddit-archive/reddit/wiki/OAuth2#application-only-oauth). These requests are not listing
 * requests and wait for no turn.
 */
export function createTokenRequest(http: OutboundHttp, clock: Clock): TokenRequest {
  return async ({ client_id, client_secret }) => {
    const form = new URLSearchParams(
      client_secret === ""
        ? {
            grant_type: "https://oauth.reddit.com/grants/installed_client",
            device_id: "DO_NOT_TRACK_THIS_DEVICE",
          }
        : { grant_type: "client_credentials" },
    );
    const key = Buffer.from(`${client_id}:${client_secret}`).toString("base64");
    const answer = await askReddit(http, {
      url: tokenUrl,
      method: "POST",
      headers: {
        authorization: `Basic ${key}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: form.toString(),
    });
    return readTokenAnswer(answer, clock.now());
  };
}
