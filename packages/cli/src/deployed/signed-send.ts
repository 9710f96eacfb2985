import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";

import { answerTimeoutMs, type Send } from "../pipeline/crawl-api.ts";

/**
 * Sends requests with the signature that API Gateway wants
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html).
 */
export function signedSend(
  caller: Pick<ConstructorParameters<typeof SignatureV4>[0], "region" | "credentials">,
): Send {
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
    const signal = AbortSignal.timeout(answerTimeoutMs);
    const answer = await fetch(url, { method, headers: sent, body: body ?? null, signal });
    return {
      status: answer.status,
      etag: answer.headers.get("etag") ?? undefined,
      body: await answer.text(),
    };
  };
}
