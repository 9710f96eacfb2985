import type {
  OutboundHttp,
  OutboundRequest,
  OutboundResponse,
} from "@reddit-crawler/function-runtime/http/outbound-http";

import type { RedditAnswer } from "../reddit/ask-reddit.ts";

/** An answer that a test puts in Reddit's mouth. */
export type ScriptedReply = Partial<RedditAnswer> | Error;

/** `reply` as it comes over the network. @throws it where it is an error. */
export function replyOf(reply: ScriptedReply): OutboundResponse {
  if (reply instanceof Error) throw reply;
  const { status = 200, headers = {}, body = "" } = reply;
  return {
    status,
    headers,
    body: (async function* () {
      yield Buffer.from(body);
    })(),
    text: async () => body,
    discard: async () => undefined,
  };
}

/** A way out that leads to `reply`, and what was asked there. */
export function scriptedHttp(reply: (request: OutboundRequest) => ScriptedReply): {
  http: OutboundHttp;
  requests: OutboundRequest[];
} {
  const requests: OutboundRequest[] = [];
  return {
    requests,
    http: async (request) => {
      requests.push(request);
      return replyOf(reply(request));
    },
  };
}
