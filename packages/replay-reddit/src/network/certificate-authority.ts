import { isIP } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";

import { generate } from "selfsigned";

/** A certificate authority of one replay's lifetime. */
export interface CertificateAuthority {
  /** The authority's certificate in PEM: what a client has to trust. */
  certificate: string;
  /** Gives TLS keys and a certificate for `host`; the same ones each time it is asked. */
  secureContextFor(host: string): Promise<SecureContext>;
}

const dayMs = 86_400_000;

/** Creates an authority with fresh keys. Elliptic curves, since an RSA key takes a hundred times as long to make. */
export async function createCertificateAuthority(): Promise<CertificateAuthority> {
  // From yesterday on, for clients whose clock is behind.
  const validity = {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(Date.now() - dayMs),
    notAfterDate: new Date(Date.now() + 30 * dayMs),
  } as const;
  const authority = await generate(
    [{ name: "commonName", value: "replay-reddit test authority" }],
    {
      ...validity,
      extensions: [
        { name: "basicConstraints", cA: true, critical: true },
        { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
      ],
    },
  );
  const contexts = new Map<string, Promise<SecureContext>>();

  async function issue(host: string): Promise<SecureContext> {
    const leaf = await generate([{ name: "commonName", value: "replay-reddit" }], {
      ...validity,
      ca: { key: authority.private, cert: authority.cert },
      extensions: [
        { name: "basicConstraints", cA: false, critical: true },
        { name: "keyUsage", digitalSignature: true, critical: true },
        { name: "extKeyUsage", serverAuth: true },
        {
          name: "subjectAltName",
          altNames: [isIP(host) ? { type: 7, ip: host } : { type: 2, value: host }],
        },
      ],
    });
    return createSecureContext({ key: leaf.private, cert: leaf.cert });
  }

  return {
    certificate: authority.cert,
    secureContextFor(host) {
      const context = contexts.get(host) ?? issue(host);
      contexts.set(host, context);
      return context;
    },
  };
}
