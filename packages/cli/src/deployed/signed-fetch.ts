import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";

import { openFetch, type Fetch } from "../pipeline/crawl-api.ts";

/**
 * A fetch that signs each request for API Gateway
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html).
 */
export function signedFetch(
  caller: Pick<ConstructorParameters<typeof SignatureV4>[0], "region" | "credentials">,
): Fetch {
  const sha256 = Hash.bind(undefined, "sha256");
  const signer = new SignatureV4({ ...caller, service: "execute-api", sha256 });
  return async (url, { method = "GET", headers = {}, body } = {}) => {
    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      body,
    });
    const { host: _, ...sent } = signed.headers;
    return openFetch(url, { method, headers: sent, ...(body !== undefined && { body }) });
  };
}
