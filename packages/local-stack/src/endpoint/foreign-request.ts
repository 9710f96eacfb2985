import type { IncomingHttpHeaders } from "node:http";

/**
 * Why a request to a server on 127.0.0.1 is turned away with 403, or undefined when it may come in. No page in a browser
 * has business here: a name that was pointed at 127.0.0.1 fails by its Host (DNS rebinding), a script or form by its
 * Origin, anything else that another site makes a browser load by Sec-Fetch-Site (https://www.w3.org/TR/fetch-metadata/).
 */
export function refusalOfForeign(headers: IncomingHttpHeaders, port: number): string | undefined {
  const { host, origin, "sec-fetch-site": site } = headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return `This server answers for http://127.0.0.1:${port} only.`;
  const isFromPage = origin !== undefined || (site !== undefined && site !== "none");
  return isFromPage ? "Web pages may not use this server." : undefined;
}
