import apiConnect from "undici/lib/api/api-connect.js";
import apiRequest from "undici/lib/api/api-request.js";
import Dispatcher from "undici/lib/dispatcher/dispatcher.js";
import EnvHttpProxyAgent from "undici/lib/dispatcher/env-http-proxy-agent.js";

/**
 * Stands in for undici's index in a bundle: the parts in use, without fetch, WebSocket, caches and mocks, which the
 * index would bring along. undici's package.json has no `exports`, so that its files can be imported one by one.
 */
export { EnvHttpProxyAgent };

// As undici's index does it: a proxy agent needs `connect` for its tunnels.
Object.assign(Dispatcher.prototype, { request: apiRequest, connect: apiConnect });

/** undici's `request` for callers that give a URL and name their dispatcher. */
export async function request(
  url: URL,
  {
    dispatcher,
    ...options
  }: { dispatcher: Dispatcher } & Omit<Dispatcher.RequestOptions, "origin" | "path">,
): Promise<Dispatcher.ResponseData> {
  const { origin, pathname, search } = url;
  return dispatcher.request({ ...options, origin, path: `${pathname}${search}` });
}
