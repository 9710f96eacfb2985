import type { MediaHost } from "./media-host.ts";

/** Finds the host that speaks for a host name: an exact domain first, then the nearest domain above, then ".". */
export class HostDirectory {
  readonly names: readonly string[];
  /** The host names that the hosts list to the letter. */
  readonly hostnames: readonly string[];
  readonly #hosts = new Map<string, MediaHost>();

  constructor(hosts: readonly MediaHost[]) {
    this.names = hosts.map((host) => host.name);
    for (const host of hosts) for (const domain of host.domains) this.#hosts.set(domain, host);
    this.hostnames = [...this.#hosts.keys()].filter((domain) => !domain.startsWith("."));
  }

  /** The host of `hostname`, which is lower-case as `URL` makes it. Look-alikes such as "i.redd.it.example.com" find nothing. */
  find(hostname: string): MediaHost | undefined {
    const exact = this.#hosts.get(hostname);
    if (exact || hostname.startsWith(".")) return exact;
    for (let dot = hostname.indexOf("."); dot !== -1; dot = hostname.indexOf(".", dot + 1)) {
      const above = this.#hosts.get(hostname.slice(dot));
      if (above) return above;
    }
    return this.#hosts.get(".");
  }
}

/** Whether `hostname` is one of a host's own `domains`. */
export function isAmong(domains: MediaHost["domains"], hostname: string): boolean {
  return domains.some(
    (domain) => domain === hostname || (domain.startsWith(".") && hostname.endsWith(domain)),
  );
}
