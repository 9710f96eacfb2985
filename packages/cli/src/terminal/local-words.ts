import { isUnreachable, whatToCheck } from "./advice.ts";

/** What the stages call by a template's parameter, and what a person at this machine sets instead. */
const localNames: readonly (readonly [RegExp, string])[] = [
  [/the secret that Reddit(?:Credentials|Feed)SecretArn names/g, "the environment or in .env"],
  [/\bRedditCredentialsSecretArn\b/g, "REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET"],
  [/\bRedditFeedSecretArn\b/g, "REDDIT_FEED_USER and REDDIT_FEED_TOKEN"],
  [/\bRedditUserAgent\b/g, "REDDIT_USER_AGENT"],
];
const secretFields = /\b(?:client_id|client_secret|refresh_token|device_id)\b/g;

/** A stage's `text` in this machine's words: of the settings of the environment and `.env`, not of a template. */
export function inLocalWords(text: string): string {
  return localNames.reduce((words, [name, local]) => words.replaceAll(name, local), text);
}

/** Where the stages' own message of a network error begins: with the method and the host. */
const methodAndHost = /\b[A-Z]+ ([a-z\d.-]+): /;
const redditHost = /(?:^|\.)(?:reddit\.com|redd\.it)$/;

/** Which server a network error's `message` speaks of, for people: Reddit, where it names none. */
export function serverOf(message: string): string {
  const [, host = "reddit.com"] = methodAndHost.exec(message) ?? [];
  if (redditHost.test(host)) return "Reddit";
  return host.startsWith("arctic-shift.") ? `The archive ${host}` : host;
}

/** What to say on this machine of a failure: the stages' `message`, in this machine's words where they are others. */
export function localFailure(code: string | undefined, message: string): string {
  if (isUnreachable(code)) return `${serverOf(message)} could not be reached: ${whatToCheck}.`;
  const words = inLocalWords(message);
  return code?.startsWith("credentials-")
    ? words.replaceAll(secretFields, (name) => `REDDIT_${name.toUpperCase()}`)
    : words;
}
