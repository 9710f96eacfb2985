import { PermanentError } from "@reddit-crawler/function-runtime/errors";

/** The failure of an application that Reddit does not accept; `said` is Reddit's own word for it. */
export function credentialsRefused(said: string): PermanentError {
  const word = said.replaceAll(/[^\w .-]/g, "").slice(0, 80);
  return new PermanentError(
    "credentials-refused",
    `Reddit refuses this application's credentials (${word}). Check client_id and client_secret in the secret that RedditCredentialsSecretArn names, and that the application still exists: https://www.reddit.com/prefs/apps.`,
  );
}
