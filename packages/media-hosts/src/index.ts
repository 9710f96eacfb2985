import { direct } from "./hosts/direct.ts";
import { flickr } from "./hosts/flickr.ts";
import { giphy } from "./hosts/giphy.ts";
import { ibb } from "./hosts/ibb.ts";
import { createImgur } from "./hosts/imgur/imgur.ts";
import type { MediaHost } from "./media-host.ts";
import { openHosts, type MediaHosts } from "./open-hosts.ts";
import { pinimg } from "./hosts/pinimg.ts";
import { postimg } from "./hosts/postimg.ts";
import { reddit } from "./hosts/reddit.ts";
import { createRedgifs } from "./hosts/redgifs.ts";
import { tenor } from "./hosts/tenor.ts";
import { tumblr } from "./hosts/tumblr.ts";
import { twimg } from "./hosts/twimg.ts";
import { wikimedia } from "./hosts/wikimedia.ts";

export type * from "./media-host.ts";
export type { MediaHosts } from "./open-hosts.ts";

/**
 * The hosts that `setting` opens: names separated by commas, such as "reddit,imgur", or "all". `wanted` says in the same
 * way which of them count; what else it names stays closed. A process that asks hosts calls this once, since a host
 * keeps its token and its credit.
 * @throws {ConfigError} naming the known hosts, when a name of `setting` is unknown or none is given.
 */
export function mediaHosts(setting: string, wanted = "all"): MediaHosts {
  /** A new host is one file, one line here, and one name in the contract. */
  const knownHosts: readonly MediaHost[] = [
    reddit,
    createImgur(),
    createRedgifs(),
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
  return openHosts(setting, knownHosts, wanted);
}
