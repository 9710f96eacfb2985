import type { IncomingMessage } from "node:http";

/**
 * The access key id that a request is signed with, in its Authorization header or in a presigned link; undefined when it
 * is not signed (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html).
 */
export function accessKeyOf({ url = "/", headers }: IncomingMessage): string | undefined {
  const { authorization = "" } = headers;
  const signed = /^AWS4-HMAC-SHA256 (?:.*, *)?Credential=([^/,]+)\//.exec(authorization)?.[1];
  if (signed !== undefined) return signed;
  const query = new URLSearchParams(url.split("?")[1]);
  return query.get("X-Amz-Credential")?.split("/")[0];
}
