import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import * as z from "zod/mini";

import { parseJson } from "@reddit-crawler/function-runtime/parse-json";

const missing = { error: "is missing" };

const redditCredentialsSchema = z.object({
  client_id: z.string(missing).check(z.minLength(1, "is empty")),
  client_secret: z.string(missing),
});

/** An application's key at Reddit; `client_secret` is empty for an installed app. */
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
    `The secret that RedditCredentialsSecretArn names must hold {"client_id":"…","client_secret":"…"}: ${problems.join("; ")}. Put that into it; the next crawl reads it anew.`,
  );
}
