import { isUnreachable, whatToCheck } from "./unreachable.ts";

/** What to do on this machine about a failure's `code`, where that is not what the stages' own words say of a deployed stack. */
export function localAdvice(code: string | undefined): string | undefined {
  if (code === "credentials-refused")
    return "Reddit refused the credentials: compare REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, in the environment or in .env, with https://www.reddit.com/prefs/apps.";
  return isUnreachable(code) ? `Reddit could not be reached: ${whatToCheck}.` : undefined;
}
