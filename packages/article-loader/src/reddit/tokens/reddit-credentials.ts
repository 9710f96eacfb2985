import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import * as z from "zod/mini";

import { parseJson } from "@reddit-crawler/function-runtime/parse-json";

const missing = { error: "is missing" };

/** What Reddit takes for a device, and its word for none. */
const deviceId = /^(?:[\x21-\x7e]{20,30}|DO_NOT_TRACK_THIS_DEVICE)$/;

const redditCredentialsSchema = z.object({
  client_id: z.string(missing).check(z.minLength(1, "is empty")),
  client_secret: z.prefault(z.string("must be text"), ""),
  refresh_token: z.optional(z.string("must be text").check(z.minLength(1, "is empty"))),
  device_id: z.optional(
    z.string("must be text").check(z.regex(deviceId, "must have 20 to 30 characters")),
  ),
});

/**
 * An application's key at Reddit. It decides the grant: with a `refresh_token` that of a user, with an id alone that of
 * an installed app, else that of the application.
 */
export type RedditCredentials = z.infer<typeof redditCredentialsSchema>;

/** Where the credentials are kept. */
export interface CredentialsStore {
  /** The credentials, from memory unless `fresh`. @throws {PermanentError} when they are unreadable or malformed. */
  read(options: { fresh: boolean }): Promise<RedditCredentials>;
}

/** The credentials in a secret's text. @throws {PermanentError} `credentials-malformed`, without the text itself. */
export function parseRedditCredentials(text: string): RedditCredentials {
  const result = z.safeParse(redditCredentialsSchema, parseJson(text));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) =>
    issue.path.length > 0 ? `${issue.path.join(".")} ${issue.message}` : "it is no JSON object",
  );
  throw new PermanentError(
    "credentials-malformed",
    `The secret that RedditCredentialsSecretArn names must hold {"client_id":"…","client_secret":"…"}, without client_secret for an installed app, with refresh_token for a user: ${problems.join("; ")}. Put that into it; the next crawl reads it anew.`,
  );
}
