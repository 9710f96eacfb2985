import type { LoggedRequest } from "./responder.ts";

/** How one way in was used, by the replay's clock. */
export interface DoorUse {
  requests: number;
  /** The shortest time from one request to the next, in milliseconds; `Infinity` below two requests. */
  shortestGapMs: number;
  /** The shortest time from the end of an answer to the next request; below 0 when two overlapped. */
  shortestRestMs: number;
}

/** A way in: Reddit's API, its public feed, the archive, and the page that has imgur's client id. */
export type Door = "api" | "feed" | "archive" | "imgur-page";

const doorTests: Readonly<Record<Door, (request: LoggedRequest) => boolean>> = {
  api: ({ host }) => host === "oauth.reddit.com",
  feed: ({ path }) => /\.rss(?:\?|$)/.test(path),
  archive: ({ host }) => host === "arctic-shift.photon-reddit.com",
  "imgur-page": ({ host, path }) =>
    host === "s.imgur.com" || (host === "imgur.com" && path === "/"),
};

/** Says how a door was used. */
export function doorUse(requests: readonly LoggedRequest[], door: Door): DoorUse {
  const own = requests.filter(doorTests[door]);
  const gaps = (from: (earlier: LoggedRequest) => number) =>
    own.flatMap((request, index) => {
      const next = own[index + 1];
      return next ? [next.at - from(request)] : [];
    });
  return {
    requests: own.length,
    shortestGapMs: Math.min(...gaps(({ at }) => at)),
    shortestRestMs: Math.min(...gaps(({ answeredAt }) => answeredAt)),
  };
}
