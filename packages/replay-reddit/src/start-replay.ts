import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { archiveHost, arcticShift } from "./archive/arctic-shift.ts";
import { expectedPosts, type ExpectedOptions, type ExpectedPost } from "./expected-pictures.ts";
import { indexMedia } from "./hosts/media-index.ts";
import { pictureHosts } from "./hosts/picture-hosts.ts";
import { builtInListing, postedAt, recordedListing } from "./listing/replay-listing.ts";
import { createCertificateAuthority } from "./network/certificate-authority.ts";
import { doorUse, type Door, type DoorUse } from "./network/doors.ts";
import { createFaultPlan, type Fault } from "./network/faults.ts";
import { startInterceptingProxy } from "./network/intercepting-proxy.ts";
import { createResponder, type LoggedRequest } from "./network/responder.ts";
import { createPictureShelf } from "./pictures/picture-shelf.ts";
import { createAccessTokens, type ClientCredentials } from "./reddit/access-tokens.ts";
import type { FeedPace } from "./reddit/feed-pace.ts";
import { createListedNames } from "./reddit/listed-names.ts";
import { redditHosts } from "./reddit/reddit-hosts.ts";

/** The app that a replay knows where its options name no other. */
export const demoCredentials: ClientCredentials = {
  clientId: "replay-client",
  clientSecret: "replay-secret",
};

/** How a replay is played. */
export interface ReplayOptions {
  /** A directory for the authority's certificate; it is made if it is not there. */
  workDir: string;
  /** A recorded listing (JSON, kind `Listing`) to serve in place of the built-in one. */
  listing?: string;
  /** The app whose tokens are granted. */
  credentials?: ClientCredentials;
  /** The proxy's port; a free one when absent. */
  port?: number;
  /** How long an answer takes, in milliseconds: Reddit's own, and the picture hosts'. */
  latency?: { redditMs?: number; hostsMs?: number };
  /** How many times as wide and high as usual stills are; once where nothing is said. */
  pictureScale?: number;
  /** What goes wrong; the first that fits a request wins. */
  faults?: readonly Fault[];
  /** How often the public feed may be asked; as often as one likes when absent. */
  feed?: FeedPace;
  /** When the newest post was posted, in milliseconds; the others keep their distance to it. As listed when absent. */
  newestPostAt?: number;
  /** The clock of tokens, quotas and the log, in milliseconds. */
  now?: () => number;
}

/** What a program needs in its environment to reach the replay. */
export interface ReplayEnvironment {
  HTTPS_PROXY: string;
  HTTP_PROXY: string;
  NO_PROXY: string;
  NODE_EXTRA_CA_CERTS: string;
}

/** Reddit and the picture hosts, being played. */
export interface Replay {
  proxyUrl: string;
  /** The authority's certificate in PEM. */
  caFile: string;
  environment(): ReplayEnvironment;
  /** Every request so far, in the order in which they came. */
  requests(): readonly LoggedRequest[];
  /** How one way in was used so far, by the replay's clock. */
  door(door: Door): DoorUse;
  /**
   * What a perfect crawl stores of the first `limit` (100) posts, and records of the rest. The first call draws all of
   * it, which takes seconds.
   */
  expected(limit?: number, options?: ExpectedOptions): Promise<ExpectedPost[]>;
  stop(): Promise<void>;
}

/**
 * Starts playing on a port of 127.0.0.1. Nothing is passed on: hosts that are not played answer 502. Where
 * `REPLAY_DRAWINGS` names a folder, pictures that are drawn once are read from there by all replays, as long as it lasts.
 */
export async function startReplay(options: ReplayOptions): Promise<Replay> {
  const { workDir, latency = {}, faults = [], now = Date.now, port = 0 } = options;
  const authority = await createCertificateAuthority();
  const listing = postedAt(
    options.listing ? await recordedListing(options.listing) : builtInListing(),
    options.newestPostAt,
  );
  const shown = listing.sticky ? [...listing.posts, listing.sticky] : listing.posts;
  const pictures = pictureHosts(
    indexMedia(shown, listing.quirks),
    createPictureShelf(options.pictureScale, process.env["REPLAY_DRAWINGS"]),
  );
  const tokens = createAccessTokens(options.credentials ?? demoCredentials, now);
  const listed = createListedNames();
  const reddit = redditHosts(listing, listed, tokens, now, options.feed);
  reddit.set(archiveHost, arcticShift(listing, listed, now));
  const requests: LoggedRequest[] = [];

  const respond = createResponder({
    parties: [
      { hosts: reddit, latencyMs: latency.redditMs ?? 0 },
      { hosts: pictures, latencyMs: latency.hostsMs ?? 0 },
    ],
    faults: createFaultPlan(faults),
    log: (request) => requests.push(request),
    now,
  });
  const proxy = await startInterceptingProxy(authority, port, respond);

  await mkdir(workDir, { recursive: true });
  const caFile = join(workDir, "replay-ca.pem");
  await writeFile(caFile, authority.certificate);
  const proxyUrl = `http://127.0.0.1:${proxy.port}`;
  return {
    proxyUrl,
    caFile,
    environment: () => ({
      HTTPS_PROXY: proxyUrl,
      HTTP_PROXY: proxyUrl,
      NO_PROXY: "127.0.0.1,localhost",
      NODE_EXTRA_CA_CERTS: caFile,
    }),
    requests: () => requests,
    door: (door) => doorUse(requests, door),
    expected: (limit = 100, options = {}) => expectedPosts(listing, pictures, limit, options),
    stop: () => proxy.stop(),
  };
}
