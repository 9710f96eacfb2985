import type {
  OutboundHttp,
  OutboundRequest,
} from "@reddit-crawler/function-runtime/http/outbound-http";

import type { RedditAnswer } from "../reddit/reddit-answer.ts";

/** An answer that a test puts in Reddit's mouth. */
export type ScriptedReply = Partial<RedditAnswer> | Error;

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
      const answer = reply(request);
      if (answer instanceof Error) throw answer;
      const { status = 200, headers = {}, body = "" } = answer;
      return {
        status,
        headers,
        body: (async function* () {
          yield Buffer.from(body);
        })(),
        text: async () => body,
        discard: async () => undefined,
      };
    },
  };
}
