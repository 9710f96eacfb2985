import type { OutgoingHttpHeaders } from "node:http";

/** Headers that hold for one connection only (RFC 9110, section 7.6.1), and Expect, which whoever reads the body answers. */
const ownHeaders = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "te",
  "expect",
]);

/** The headers that a proxy passes on. */
export function endToEndHeaders(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ownHeaders.has(name)));
}
