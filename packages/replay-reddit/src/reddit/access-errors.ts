import { html, json, redirect, type Reply, type ReplayRequest } from "../network/answer.ts";
import type { AccessTokens } from "./access-tokens.ts";

/** What an access error depends on. */
export interface Visit {
  request: ReplayRequest;
  /** 1 for the first request to this subreddit, and so on. */
  visit: number;
  tokens: AccessTokens;
}

/** The reply of a subreddit that is not simply listed; undefined lets the request through. */
type AccessError = (visit: Visit) => Reply | undefined;

function refusal(status: number, fields: Record<string, unknown> = {}): AccessError {
  const message = status === 404 ? "Not Found" : status === 403 ? "Forbidden" : "Error";
  return () => json({ ...fields, message, error: status }, status);
}

function outage(status: number): AccessError {
  return () => html(`<h1>${status}</h1><p>Our CDN was unable to reach our servers</p>`, status);
}

function throttled(headers: Record<string, string>, status = 429): Reply {
  return html("<h1>Too Many Requests</h1>", status, headers);
}

/** The page that shuts out a client, as opposed to a subreddit that is closed. */
export function blockedPage(words: string): Reply {
  return html(`<h1>${words}</h1><p>${"You've been blocked. ".repeat(400)}</p>`, 403, {
    server: "snooserv",
  });
}

/** Sends to the search, as Reddit does for a subreddit that does not exist. */
export function unknownSubreddit(name: string): Reply {
  return redirect(`https://www.reddit.com/subreddits/search?q=${encodeURIComponent(name)}`);
}

/** Every access error by the name of its subreddit, in lower case. */
export const accessErrors: Readonly<Record<string, AccessError>> = {
  replay_notfound: refusal(404),
  replay_banned: refusal(404, { reason: "banned" }),
  replay_private: refusal(403, { reason: "private" }),
  replay_quarantined: refusal(403, {
    reason: "quarantined",
    quarantine_message: "This community is quarantined",
  }),
  replay_gated: refusal(403, { reason: "gated", interstitial_warning_message: "Are you sure?" }),
  replay_forbidden: refusal(403),
  u_replay_suspended: refusal(403),
  replay_legal: refusal(451),
  replay_blocked: () => blockedPage("You've been blocked by network security."),
  replay_policy: () => blockedPage("whoa there, pardner! blocked due to a network policy"),
  replay_throttled: () => throttled({ "retry-after": "7" }),
  replay_throttled_mute: () => throttled({}),
  replay_throttled_403: () => throttled({ "retry-after": "7" }, 403),
  replay_throttled_once: ({ visit }) =>
    visit === 1 ? throttled({ "retry-after": "1" }) : undefined,
  replay_500: outage(500),
  replay_502: outage(502),
  replay_503: outage(503),
  replay_504: outage(504),
  replay_520: outage(520),
  replay_522: outage(522),
  replay_flaky: (visit) => (visit.visit <= 2 ? outage(503)(visit) : undefined),
  replay_html: () => html("<h1>Reddit</h1>"),
  replay_empty_body: () => ({ status: 200, headers: {}, body: "" }),
  replay_cut_json: () => ({
    status: 200,
    headers: { "content-type": "application/json" },
    body: '{"kind": "Listing", "data": {"after": "t3_1',
  }),
  replay_error_in_200: () => json({ message: "Forbidden", error: 403 }),
  replay_other_json: () => json({ kind: "t5", data: {} }),
  replay_never: () => "never",
  replay_reset: () => "reset",
  replay_token_revoked: ({ request, tokens }) =>
    tokens.revokeFirst(request) ? invalidToken() : undefined,
};

/** The answer to a bearer token that is not, or no longer, good (RFC 6750, 3.1). */
export function invalidToken(): Reply {
  return json({ message: "Unauthorized", error: 401 }, 401, {
    "www-authenticate": 'Bearer realm="reddit", error="invalid_token"',
  });
}
