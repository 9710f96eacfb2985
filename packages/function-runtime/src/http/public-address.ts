import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/**
 * Every range that is not the public internet: this host, private networks, link-local with the cloud's metadata,
 * shared, benchmark, multicast and reserved space, and the IPv6 forms that carry an IPv4 address
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry). One list a family, since
 * Node takes every IPv4 address for one of ::ffff:0:0/96, too.
 */
const notPublicV4 = blockList(
  "ipv4",
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 " +
    "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
);
const notPublicV6 = blockList(
  "ipv6",
  "::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 " +
    "3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8",
);

function blockList(family: "ipv4" | "ipv6", ranges: string): BlockList {
  const list = new BlockList();
  for (const range of ranges.split(" ")) {
    const [network = "", prefix] = range.split("/");
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}

/** Whether `address` (IPv4 or IPv6, no brackets) belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !notPublicV4.check(address, "ipv4");
  return family === 6 && !notPublicV6.check(address, "ipv6");
}

/** Thrown by a connection whose host resolves to an address that is not public; `code` is `EADDRNOTPUBLIC`. */
class AddressNotPublicError extends Error {
  override readonly name = "AddressNotPublicError";
  readonly code = "EADDRNOTPUBLIC";
}

/**
 * A `lookup` for sockets that refuses a host when any of its addresses is not public, and hands on exactly the
 * addresses that it checked, so that no second resolution can differ. Hosts that are IP literals never reach a lookup:
 * refuse those by name.
 */
export function publicOnly(resolve: typeof systemLookup = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, []);
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused)
        return callback(
          new AddressNotPublicError(
            `${hostname} resolves to ${refused.address}, which is not a public address`,
          ),
          [],
        );
      const [first] = addresses;
      if (options.all || !first) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}
