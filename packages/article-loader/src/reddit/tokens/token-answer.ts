import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import * as z from "zod/mini";

import { answerTrouble, credentialsRefused } from "../answer-errors.ts";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import type { RedditAnswer } from "../ask-reddit.ts";

/** A bearer token and how long Reddit accepts it. */
export interface GrantedToken {
  token: string;
  expiresInSeconds: number;
}

/** The ways to a token that Reddit has for programs without a browser. */
export type GrantType =
  | "client_credentials"
  | "https://oauth.reddit.com/grants/installed_client"
  | "refresh_token";

/** What to check where Reddit grants nothing, by what was asked with. */
const whatToCheck: { readonly [grant in GrantType]: string } = {
  client_credentials:
    "Check client_id and client_secret; an installed app has no secret and wants client_secret empty",
  "https://oauth.reddit.com/grants/installed_client":
    "Check client_id; an id alone counts only for an installed app, a script or web app needs its client_secret",
  refresh_token:
    "Check that refresh_token was granted to this client_id with duration=permanent and is not revoked; a script or web app needs its client_secret, too",
};

const grantSchema = z.object({
  access_token: z.string().check(z.minLength(1)),
  expires_in: z.number().check(z.positive()),
});

const refusalSchema = z.object({ error: z.union([z.string(), z.literal([400, 401, 403])]) });

/** Reddit does not know the app, whatever the grant is. */
const unknownApp = "Check client_id and client_secret";

/**
 * The token that Reddit granted (https://github.com/reddit-archive/reddit/wiki/OAuth2#application-only-oauth). Reddit
 * often refuses with status 200 and an `error` in the body.
 * @throws {PermanentError} `credentials-refused` or `network-blocked`.
 * @throws {ThrottledError} when Reddit asks to wait. @throws {RetryableError} when the answer is neither grant nor refusal.
 */
export function readTokenAnswer(
  answer: RedditAnswer,
  grantType: GrantType,
  nowMs: number,
): GrantedToken {
  const check = whatToCheck[grantType];
  if (answer.status === 401)
    throw credentialsRefused(
      "401 from the token endpoint",
      grantType === "refresh_token" ? unknownApp : check,
    );
  const trouble = answerTrouble(answer, nowMs);
  if (trouble) throw trouble;
  const json = parseJson(answer.body);
  const grant = z.safeParse(grantSchema, json);
  if (answer.status === 200 && grant.success)
    return { token: grant.data.access_token, expiresInSeconds: grant.data.expires_in };
  const refusal = z.safeParse(refusalSchema, json);
  if (refusal.success) throw credentialsRefused(String(refusal.data.error), check);
  throw new RetryableError(
    "token-answer-unexpected",
    `Reddit's token endpoint answered ${answer.status} with neither a token nor a refusal.`,
  );
}
