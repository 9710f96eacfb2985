import { createHash, createHmac } from "node:crypto";

import { SignatureV4 } from "@smithy/signature-v4";

import { openFetch, type Fetch } from "../pipeline/crawl-api.ts";

/**
 * A fetch that signs each request for API Gateway
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html).
 */
export function signedFetch(
  caller: Pick<ConstructorParameters<typeof SignatureV4>[0], "region" | "credentials">,
): Fetch {
  const signer = new SignatureV4({ ...caller, service: "execute-api", sha256: Sha256 });
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

/** SHA-256 and its HMAC in the shape that the signer asks for. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error("A digest of one request is not used for another.");
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof data === "string") return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
