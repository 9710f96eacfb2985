import type { Log } from "@reddit-crawler/function-runtime/log";

import type { ReceivedBody } from "./json-body.ts";
import type { Refusal } from "./problem.ts";

/** One HTTP request, whatever brought it. */
export interface ApiRequest {
  method: string;
  /** Without the API's own base path: `/crawls`. */
  path: string;
  /** The parameters of the query, decoded. */
  query: Readonly<Record<string, string | undefined>>;
  /** What stands before `path`, as the caller wrote it: `https://api.example.com`, with a base path where there is one. */
  baseUrl: string;
  /** The caller's `If-None-Match`. */
  ifNoneMatch: string | undefined;
  body: ReceivedBody;
  /** X-Ray's id of the trace that the request belongs to. */
  traceId: string | undefined;
  /** The log, with the request's id. */
  log: Log;
}

/** What to send back: a result, or why there is none. Header names are in lower case; 304 has no body. */
export type ApiAnswer =
  | {
      kind: "result";
      status: number;
      headers: Readonly<Record<string, string>>;
      body: unknown;
    }
  | Refusal;
