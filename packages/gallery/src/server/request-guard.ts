import type { IncomingHttpHeaders } from "node:http";

/** What of a request decides whether it may come in. */
export interface GuardedRequest {
  method: string | undefined;
  path: string;
  headers: IncomingHttpHeaders;
}

/**
 * Why a request is turned away with 403, or undefined when it may come in.
 * A page of another site must neither read pictures nor start crawls here: a name that was pointed at 127.0.0.1 fails by
 * its Host (DNS rebinding), another site's form or script by its Origin, its picture tags by Sec-Fetch-Site
 * (https://www.w3.org/TR/fetch-metadata/). A link from elsewhere to the page itself is fine.
 */
export function refusalOf(request: GuardedRequest, port: number): string | undefined {
  const { host, origin } = request.headers;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !hosts.includes(host))
    return `This server answers for http://${hosts[0]} only.`;
  if (origin !== undefined && origin !== `http://${host}`)
    return "Pages of other sites may not use this server.";

  const site = request.headers["sec-fetch-site"];
  const isOwn = site === undefined || site === "same-origin" || site === "none";
  const isNavigation = request.headers["sec-fetch-mode"] === "navigate" && request.path === "/";
  if (!isOwn && !isNavigation) return "Pages of other sites may not use this server.";

  const reads = request.method === "GET" || request.method === "HEAD";
  if (!reads && origin === undefined && site !== "same-origin")
    return "Only this server's own page may change something: use the pipeline's API instead.";
  return undefined;
}
