import type { ClientSettings } from "../aws/call-service.ts";

/** How each stage sets up its SDK clients: tries, and the longest wait for an answer. */
export const clientSettings = {
  apiEndpoint: { maxAttempts: 3, timeoutMs: 4000 },
  articleLoader: { maxAttempts: 3, timeoutMs: 10_000 },
  balancerQueue: { maxAttempts: 3, timeoutMs: 5000 },
  balancerLambda: { maxAttempts: 2, timeoutMs: 4000 },
  downloadWorker: { maxAttempts: 3, timeoutMs: 10_000 },
} satisfies Record<string, ClientSettings>;
