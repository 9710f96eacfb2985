import type { Way } from "./way.ts";
import { objectIn, refusalWords, type Verdict, type WayAnswer } from "./verdict.ts";

const installedClient = "https://oauth.reddit.com/grants/installed_client";

/** Reddit's API: a token, by the grant that the credentials are for. */
export const api: Way = {
  name: "api",
  gives: "every order, 1,000 posts, galleries, scores",
  notConfigured: ({ redditCredentials }) =>
    redditCredentials
      ? undefined
      : "Fill in the keys of an app of yours in .env. Reddit has approved hardly any new app since November 2025; without keys the other ways do.",
  request({ redditCredentials }) {
    const { clientId = "", clientSecret = "", refreshToken, deviceId } = redditCredentials ?? {};
    const device_id = deviceId ?? "DO_NOT_TRACK_THIS_DEVICE";
    const form: Record<string, string> =
      refreshToken !== undefined
        ? { grant_type: "refresh_token", refresh_token: refreshToken }
        : clientSecret === ""
          ? { grant_type: installedClient, device_id }
          : { grant_type: "client_credentials" };
    const key = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    return {
      url: new URL("https://www.reddit.com/api/v1/access_token"),
      method: "POST",
      headers: {
        authorization: `Basic ${key}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams(form).toString(),
    };
  },
  read: (answer, _nowMs, { redditCredentials }) =>
    readTokenAnswer(answer, redditCredentials?.refreshToken !== undefined),
};

/** 401 is about the app, whatever the grant; 400, or an error inside of 200, about the refresh token where there is one. */
function readTokenAnswer(answer: WayAnswer, hasRefreshToken: boolean): Verdict {
  const { access_token: token, error } = objectIn(answer.text) ?? {};
  if (answer.status === 200 && typeof token === "string")
    return { kind: "open", note: "Reddit grants a token" };
  const isRefused = error !== undefined && (answer.status === 200 || answer.status === 400);
  const without = "or leave all of them empty: a crawl then goes in without keys.";
  const wrong =
    isRefused && hasRefreshToken
      ? `REDDIT_REFRESH_TOKEN is revoked, or was not granted to this REDDIT_CLIENT_ID with duration=permanent: replace it, ${without}`
      : isRefused || answer.status === 401
        ? `Compare REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET with those of your app, ${without}`
        : "Reddit refuses this network, or is busy: try again in a few minutes, or leave the keys empty.";
  const word = typeof error === "string" ? ` (${error.slice(0, 40)})` : "";
  return { kind: "refused", why: `${refusalWords(answer)}${word}`, next: wrong };
}

/** The Atom feed, the public one or that of a user. */
export const feed: Way = {
  name: "feed",
  gives: "the order as it stands now; no galleries, no scores",
  request({ redditFeed }) {
    const url = new URL("https://www.reddit.com/r/aww/top/.rss?t=day&limit=1");
    if (redditFeed) {
      url.searchParams.set("feed", redditFeed.token);
      url.searchParams.set("user", redditFeed.user);
    }
    return { url };
  },
  read(answer) {
    if (answer.status === 200 && answer.text.includes("<feed"))
      return {
        kind: "open",
        note: "it answers about one request a minute: the next crawl may wait that long",
      };
    const next =
      answer.status === 429
        ? "Try again in a minute. Where it stays, this network is refused."
        : "Reddit refuses its feed to this network, as to most data centres. The feed of an account of yours may do: REDDIT_FEED_TOKEN.";
    return { kind: "refused", why: refusalWords(answer), next };
  },
};
