import { direct } from "./hosts/direct.ts";
import { flickr } from "./hosts/flickr.ts";
import { giphy } from "./hosts/giphy.ts";
import { ibb } from "./hosts/ibb.ts";
import { imgur } from "./hosts/imgur/imgur.ts";
import type { MediaHost } from "./media-host.ts";
import { openHosts, type MediaHosts } from "./open-hosts.ts";
import { pinimg } from "./hosts/pinimg.ts";
import { postimg } from "./hosts/postimg.ts";
import { reddit } from "./hosts/reddit.ts";
import { redgifs } from "./hosts/redgifs.ts";
import { tenor } from "./hosts/tenor.ts";
import { tumblr } from "./hosts/tumblr.ts";
import { twimg } from "./hosts/twimg.ts";
import { wikimedia } from "./hosts/wikimedia.ts";

export type * from "./media-host.ts";
export type { MediaHosts } from "./open-hosts.ts";

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
