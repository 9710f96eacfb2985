import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { PermanentError } from "@reddit-crawler/function-runtime/errors";

import type { CredentialsStore, RedditCredentials } from "./reddit-credentials.ts";
import type { GrantedToken } from "./token-answer.ts";

/** Bearer tokens for Reddit's API. */
export interface RedditTokens {
  /** A token that should hold; asks for one only when there is none, and once for all who wait. */
  current(): Promise<string>;
  /** Reddit did not accept `token`: it is not used again, and the credentials are read again before the next. */
  drop(token: string): void;
}

/** Asks Reddit for a token. @throws {PermanentError} `credentials-refused` when it grants none. */
export type TokenRequest = (credentials: RedditCredentials) => Promise<GrantedToken>;

/** Tokens that are kept until 2 minutes or a tenth of their life before they end, whichever is earlier. */
export function createRedditTokens(
  request: TokenRequest,
  credentials: CredentialsStore,
  clock: Clock,
): RedditTokens {
  let kept: { token: string; untilMs: number } | undefined;
  let asking: Promise<string> | undefined;
  let doubted = false;

  async function grant(): Promise<GrantedToken> {
    const first = await credentials.read({ fresh: doubted });
    try {
      return await request(first);
    } catch (error) {
      if (doubted || !(error instanceof PermanentError) || error.code !== "credentials-refused")
        throw error;
      // The secret may have been rotated since it was read.
      const second = await credentials.read({ fresh: true });
      if (JSON.stringify(second) === JSON.stringify(first)) throw error;
      return request(second);
    }
  }

  async function ask(): Promise<string> {
    const { token, expiresInSeconds } = await grant();
    const keepSeconds = Math.min(expiresInSeconds - 120, expiresInSeconds * 0.9);
    kept = { token, untilMs: clock.now() + keepSeconds * 1000 };
    doubted = false;
    return token;
  }

  return {
    current: async () => {
      if (kept && clock.now() < kept.untilMs) return kept.token;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    drop: (token) => {
      if (kept?.token !== token) return;
      kept = undefined;
      doubted = true;
    },
  };
}
