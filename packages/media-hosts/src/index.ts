import { direct } from "./direct.ts";
import { flickr } from "./flickr.ts";
import { giphy } from "./giphy.ts";
import { ibb } from "./ibb.ts";
import { imgur } from "./imgur.ts";
import type { MediaHost } from "./media-host.ts";
import { openHosts, type MediaHosts } from "./media-hosts.ts";
import { pinimg } from "./pinimg.ts";
import { postimg } from "./postimg.ts";
import { reddit } from "./reddit.ts";
import { redgifs } from "./redgifs.ts";
import { tenor } from "./tenor.ts";
import { tumblr } from "./tumblr.ts";
import { twimg } from "./twimg.ts";
import { wikimedia } from "./wikimedia.ts";

export type * from "./media-host.ts";
export type { MediaHosts } from "./media-hosts.ts";

/** Every known host. A new one is one file and one line here. */
const knownHosts: readonly MediaHost[] = [
  reddit,
  imgur,
  redgifs,
  giphy,
  tenor,
  flickr,
  tumblr,
  twimg,
  pinimg,
  ibb,
  postimg,
  wikimedia,
  direct,
];

/** The names that `MEDIA_HOSTS` may list, besides `all`. */
export const mediaHostNames: readonly string[] = knownHosts.map((host) => host.name);

/**
 * The hosts that `setting` opens: names separated by commas, such as "reddit,imgur", or "all". `wanted` says in the same
 * way which of them count; what it names besides stays closed.
 * @throws {ConfigError} naming the known hosts, when a name of `setting` is unknown or none is given.
 */
export function mediaHosts(setting: string, wanted = "all"): MediaHosts {
  return openHosts(setting, knownHosts, wanted);
}
