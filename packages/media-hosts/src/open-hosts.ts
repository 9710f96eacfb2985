import { ConfigError } from "@reddit-crawler/function-runtime/errors";
import type { LinkCandidate } from "@reddit-crawler/message-schema";

import { HostDirectory } from "./host-directory.ts";
import { nothing } from "./link-readings.ts";
import type { KnownOfLink, LinkReading, MediaHost } from "./media-host.ts";
import { isPublicWebUrl, parseWebLink } from "./web-link.ts";

/** The picture hosts that are open, as one rule. */
export interface MediaHosts {
  /** Names of the open hosts. */
  readonly names: readonly string[];
  /**
   * What a stranger's link means; `base` is what a relative one stands on, `known` what is known of it otherwise. Every
   * candidate satisfies `allows`. Never throws. Reasons other than the hosts' own: `invalid-url`, `unsupported-scheme`, `refused-url`,
   * `unsupported-host` (nobody knows it) and `host-not-enabled` (it would be a picture if its host were open).
   */
  read(link: string, base?: string, known?: KnownOfLink): LinkReading;
  /** Whether a download, or a redirect of one, may go to `url`: https, default port, no user name, an open host. */
  allows(url: URL): boolean;
  /** The open host that speaks for `url`, with its resolver, request headers and placeholders. */
  hostOf(url: URL): MediaHost | undefined;
}

/** Links within one link; chosen: real links nest no deeper. */
const maxNesting = 3;

/**
 * The hosts that `setting` opens among `known`: names separated by commas, or `all`. `wanted` leaves some of them closed.
 * @throws {ConfigError} naming the known hosts, when a name is unknown or none is given.
 */
export function openHosts(
  setting: string,
  known: readonly MediaHost[],
  wanted = "all",
): MediaHosts {
  const everyHost = new HostDirectory(known);
  const wantedNames = namesIn(wanted);
  const open = new HostDirectory(
    chosenHosts(setting, known).filter(
      ({ name }) => wantedNames.includes("all") || wantedNames.includes(name),
    ),
  );

  const allows = (url: URL) => isPublicWebUrl(url) && open.find(url.hostname) !== undefined;
  const openOrigins = new Set(open.hostnames.map((hostname) => `https://${hostname}/`));
  const allowed = (candidates: readonly LinkCandidate[]) =>
    candidates.filter(({ url }) => {
      // Whatever follows the origin: most candidates are not parsed a second time.
      if (openOrigins.has(url.slice(0, url.indexOf("/", "https://".length) + 1))) return true;
      const parsed = URL.parse(url);
      return parsed !== null && allows(parsed);
    });

  const readIn = (hosts: HostDirectory, link: string, base?: string, known: KnownOfLink = {}) => {
    let next = link;
    for (let depth = 0; depth <= maxNesting; depth++) {
      const web = parseWebLink(next, base);
      if (web.kind === "refused") return nothing(web.reason);
      const reading =
        hosts.find(web.url.hostname)?.read(web.url, { ...known, ...fragmentOf(web) }) ??
        nothing("unsupported-host");
      if (reading.kind !== "elsewhere") return reading;
      next = reading.link;
    }
    return nothing("links-nested-too-deep");
  };

  const read: MediaHosts["read"] = (link, base, known) => {
    const reading = readIn(open, link, base, known);
    if (reading.kind === "picture") {
      const candidates = allowed(reading.candidates);
      return candidates.length > 0 ? { kind: "picture", candidates } : nothing("host-not-enabled");
    }
    if (reading.kind === "page") {
      if (!allows(reading.page)) return notEnabled(reading);
      return { ...reading, candidates: allowed(reading.candidates) };
    }
    if (reading.kind === "nothing" && reading.reason === "unsupported-host") {
      const opened = readIn(everyHost, link, base, known);
      if (opened.kind !== "nothing") return notEnabled(opened);
      // To open the host would change nothing.
      return opened.isAlbum ? opened : reading;
    }
    return reading;
  };

  return {
    names: open.names,
    read,
    allows,
    hostOf: (url) => open.find(url.hostname),
  };
}

function fragmentOf({ fragment }: { fragment?: string }): KnownOfLink {
  return fragment === undefined ? {} : { fragment };
}

/** What `reading` is while its host is closed. */
function notEnabled(reading: LinkReading): LinkReading {
  const isAlbum = reading.kind === "page" && reading.isAlbum === true;
  return { kind: "nothing", reason: "host-not-enabled", ...(isAlbum && { isAlbum }) };
}

function chosenHosts(setting: string, known: readonly MediaHost[]): readonly MediaHost[] {
  const names = namesIn(setting);
  if (names.includes("all")) return known;
  const unknown = names.filter((name) => !known.some((host) => host.name === name));
  if (names.length === 0 || unknown.length > 0)
    throw new ConfigError(
      `MEDIA_HOSTS ${names.length === 0 ? "is empty" : `names unknown hosts: ${unknown.join(", ")}`}. ` +
        `Known are: ${known.map((host) => host.name).join(", ")}, or all.`,
    );
  return known.filter((host) => names.includes(host.name));
}

function namesIn(setting: string): string[] {
  return setting
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}
