import { randomBytes } from "node:crypto";

import { html, json, type Answer, type ReplayRequest } from "../network/answer.ts";

/** An app's id and secret at Reddit. */
export interface ClientCredentials {
  clientId: string;
  clientSecret: string;
}

/** What the app's owner was given for `duration=permanent`. */
export const demoRefreshToken = "replay-refresh-token";

/** Seconds for which a token counts, as recorded in 2026. */
const lifetimeSeconds = 86_400;

/** What programs on people's machines ask for, with an id and no secret (https://github.com/reddit-archive/reddit/wiki/OAuth2#application-only-oauth). */
const installedClient = "https://oauth.reddit.com/grants/installed_client";

/** Reddit's service of application-only tokens. */
export interface AccessTokens {
  /** Answers `POST /api/v1/access_token`. */
  grant(request: ReplayRequest): Answer;
  /** Whether a request carries a token that was granted, has not expired and is not revoked. */
  accepts(request: ReplayRequest): boolean;
  /** Ends a request's token at once; false when that was done to one before. */
  revokeFirst(request: ReplayRequest): boolean;
}

/**
 * Creates the service for one app. Besides it, two client ids have an answer of their own: `replay-invalid-grant`
 * (an error inside of 200) and `replay-throttled` (429 with Retry-After 5).
 */
export function createAccessTokens(
  credentials: ClientCredentials,
  now: () => number,
): AccessTokens {
  const expiries = new Map<string, number>();
  let revoked = false;

  function grant({ method, headers, body }: ReplayRequest): Answer {
    if (method !== "POST") return json({ message: "Method Not Allowed", error: 405 }, 405);
    const { clientId, clientSecret } = basicCredentials(headers["authorization"] ?? "");
    if (clientId === "replay-invalid-grant")
      return json({ error: "invalid_grant", error_description: "replayed: error inside of 200" });
    if (clientId === "replay-throttled")
      return html("<h1>Too Many Requests</h1>", 429, { "retry-after": "5" });
    const form = new URLSearchParams(body);
    const grantType = form.get("grant_type") ?? "";
    if (clientId !== credentials.clientId || !mayHave(grantType, clientSecret))
      return json({ message: "Unauthorized", error: 401 }, 401);
    if (![installedClient, "client_credentials", "refresh_token"].includes(grantType))
      return json({ error: "unsupported_grant_type" });
    if (grantType === installedClient && !isDeviceId(form.get("device_id") ?? ""))
      return json({ error: "invalid_request" });
    if (grantType === "refresh_token" && form.get("refresh_token") !== demoRefreshToken)
      return json({ message: "Bad Request", error: 400 }, 400);
    const token = randomBytes(24).toString("base64url");
    expiries.set(token, now() + lifetimeSeconds * 1000);
    return json({
      access_token: token,
      token_type: "bearer",
      expires_in: lifetimeSeconds,
      scope: "*",
    });
  }

  /** An installed app has no secret; a refresh token may belong to an app of either kind. */
  function mayHave(grantType: string, secret: string): boolean {
    if (grantType === installedClient) return secret === "";
    return secret === credentials.clientSecret || (grantType === "refresh_token" && secret === "");
  }

  return {
    grant,
    accepts: (request) => (expiries.get(bearerOf(request)) ?? 0) > now(),
    revokeFirst(request) {
      if (revoked) return false;
      revoked = true;
      return expiries.delete(bearerOf(request));
    },
  };
}

/** What Reddit takes for a device: 20 to 30 characters, or the words that ask not to be tracked. */
function isDeviceId(text: string): boolean {
  return text === "DO_NOT_TRACK_THIS_DEVICE" || /^[\x20-\x7e]{20,30}$/.test(text);
}

function bearerOf({ headers }: ReplayRequest): string {
  return /^bearer (\S+)$/i.exec(headers["authorization"] ?? "")?.[1] ?? "";
}

/** Reads Basic credentials (RFC 7617, 2). */
function basicCredentials(authorization: string): ClientCredentials {
  const encoded = /^basic (\S+)$/i.exec(authorization)?.[1] ?? "";
  const [, clientId = "", clientSecret = ""] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, "base64").toString("utf8")) ?? [];
  return { clientId, clientSecret };
}
