import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** A request as a client sent it. */
export interface HttpRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  sourceIp: string;
}

/** The route that it takes. */
export interface TakenRoute {
  apiId: string;
  accountId: string;
  routeKey: string;
  pathParameters: Record<string, string>;
}

/** Bodies that reach a function as they are; all others, forms too, are base64. */
const textTypes = /^(?:text\/|application\/(?:json|xml|javascript|[^;]+\+(?:json|xml))\s*(?:;|$))/i;

/**
 * The event that a function gets, in payload format 2.0
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 */
export function httpEvent(request: HttpRequest, route: TakenRoute, now: Date): object {
  const { cookie, ...headers } = request.headers;
  const queryStart = request.url.indexOf("?");
  const rawPath = queryStart < 0 ? request.url : request.url.slice(0, queryStart);
  const rawQueryString = queryStart < 0 ? "" : request.url.slice(queryStart + 1);
  const isText = textTypes.test(headers["content-type"] ?? "");
  return {
    version: "2.0",
    routeKey: route.routeKey,
    rawPath,
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split("; ") }),
    headers: {
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      "x-forwarded-for": request.sourceIp,
      "x-forwarded-port": /:(\d+)$/.exec(headers.host ?? "")?.[1] ?? "80",
      // As it is: there is no TLS on the way to a local API.
      "x-forwarded-proto": "http",
    },
    ...(rawQueryString !== "" && { queryStringParameters: joinedQuery(rawQueryString) }),
    ...(Object.keys(route.pathParameters).length > 0 && { pathParameters: route.pathParameters }),
    requestContext: {
      accountId: route.accountId,
      apiId: route.apiId,
      domainName: headers.host ?? "",
      domainPrefix: route.apiId,
      http: {
        method: request.method,
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: request.sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: route.routeKey,
      stage: "$default",
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(request.body.length > 0 && { body: request.body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

/** A name that is there twice has its values joined by commas. */
function joinedQuery(query: string): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query))
    joined[name] = joined[name] === undefined ? value : `${joined[name]},${value}`;
  return joined;
}

/** `12/Mar/2026:19:03:58 +0000` */
function commonLogTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(" ");
  return `${day}/${month}/${year}:${clock} +0000`;
}
