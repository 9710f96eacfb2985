/** Characters; chosen: no picture link is longer, and a hundred of them still fit into one queue message. */
const maxLinkLength = 2048;

/** Names that never lead to the public internet (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476; `internal`: ICANN 2024). */
const privateTopLevels = new Set(
  "alt arpa corp example home internal invalid lan local localhost onion test".split(" "),
);

/** A link made into a URL that may be read, or the reason why it may not. */
export type WebLink =
  | { kind: "link"; url: URL; /** Without its "#". */ fragment?: string }
  | { kind: "refused"; reason: string };

/**
 * The https URL that a stranger's link means: trimmed, `&amp;` unescaped, http raised to https, the host's trailing dot
 * dropped, the fragment apart. Reasons: `invalid-url`, `unsupported-scheme`, and `refused-url` for user names, ports and
 * hosts that are no public names. Never throws.
 */
export function parseWebLink(link: string, base?: string): WebLink {
  const text = link.trim().replaceAll("&amp;", "&");
  if (text.length > maxLinkLength) return refused("refused-url");
  const url = URL.parse(text, base);
  if (!url) return refused("invalid-url");
  if (url.protocol !== "https:" && url.protocol !== "http:") return refused("unsupported-scheme");
  if (url.protocol === "http:") url.protocol = "https:";
  const fragment = url.hash.slice(1);
  if (url.hash !== "" || url.href.endsWith("#")) url.hash = "";
  if (url.hostname.endsWith(".")) url.hostname = url.hostname.slice(0, -1);
  if (url.href.length > maxLinkLength || !isPublicWebUrl(url)) return refused("refused-url");
  return { kind: "link", url, ...(fragment !== "" && { fragment }) };
}

function refused(reason: string): WebLink {
  return { kind: "refused", reason };
}

/** The parts of a URL's path between its slashes, without empty ones. */
export function pathSegments(url: URL): string[] {
  return url.pathname.split("/").filter((segment) => segment !== "");
}

/** Whether a request may go to `url` as far as its text says: https, default port, no user name, a public host name. */
export function isPublicWebUrl(url: URL): boolean {
  return (
    url.protocol === "https:" &&
    url.port === "" &&
    url.username === "" &&
    url.password === "" &&
    isPublicName(url.hostname)
  );
}

/** The URL parser has already turned every spelling of an IPv4 address into digits and dots, and IPv6 into brackets. */
function isPublicName(hostname: string): boolean {
  const dot = hostname.lastIndexOf(".");
  if (dot < 1) return false;
  const topLevel = hostname.slice(dot + 1);
  return /^[a-z][a-z0-9-]*$/.test(topLevel) && !privateTopLevels.has(topLevel);
}
