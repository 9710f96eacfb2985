import type { IncomingMessage } from "node:http";

import { createKeyedLock } from "@reddit-crawler/function-runtime/keyed-lock";

import { AwsError } from "./aws-error.ts";
import { readBody, type Handler } from "./loopback-server.ts";
import type { Upstream } from "./upstream.ts";

/** fauxqs 2.4.1 takes no longer request; larger objects come in parts. */
const maxRequestBytes = 11 * 1_048_576;

/** Whether a request creates, replaces or deletes one object of S3. */
export function isObjectWrite({ method = "GET", url = "/" }: IncomingMessage): boolean {
  const [path = "", query = ""] = url.split("?");
  if (!/^\/[^/]+\/./.test(path)) return false;
  if (method === "PUT") return !/(?:^|&)partNumber=/.test(query);
  return method === "DELETE" || (method === "POST" && /(?:^|&)uploadId=/.test(query));
}

/**
 * Adds the conditions that fauxqs 2.4.1 ignores: `If-None-Match: *` and `If-Match: <etag>`
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html). Writes to one key happen one after
 * the other, so that none is refused with 409; fauxqs stores nothing before a body has arrived whole.
 */
export function createObjectWrites(upstream: Upstream): Handler {
  const oneByOne = createKeyedLock();
  return async (request, response) => {
    if (Number(request.headers["content-length"] ?? 0) > maxRequestBytes) {
      await readBody(request, 0);
      const message = `The local stack takes ${maxRequestBytes} bytes a request`;
      throw new AwsError(400, "EntityTooLarge", message);
    }

    const [path = "/"] = (request.url ?? "/").split("?");
    await oneByOne(decodeURIComponent(path), async () => {
      const { "if-none-match": ifNoneMatch, "if-match": ifMatch } = request.headers;
      if (ifNoneMatch !== undefined || ifMatch !== undefined) {
        const etag = await upstream.etag(path);
        if (ifNoneMatch !== undefined && ifNoneMatch !== "*")
          throw new AwsError(501, "NotImplemented", "If-None-Match takes * only", {
            Condition: "If-None-Match",
          });
        if (ifNoneMatch !== undefined && etag !== undefined)
          throw preconditionFailed("If-None-Match");
        if (ifMatch !== undefined && etag === undefined)
          throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
        if (ifMatch !== undefined && ifMatch !== "*" && unquoted(ifMatch) !== unquoted(etag ?? ""))
          throw preconditionFailed("If-Match");
      }
      await upstream.forward(request, response);
    });
  };
}

/** S3's answer where a condition of a write does not hold. */
export function preconditionFailed(condition: string): AwsError {
  const message = "At least one of the pre-conditions you specified did not hold";
  return new AwsError(412, "PreconditionFailed", message, { Condition: condition });
}

function unquoted(etag: string): string {
  return etag.replace(/^"|"$/g, "");
}
