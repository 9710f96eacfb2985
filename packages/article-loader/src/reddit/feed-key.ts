import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import * as z from "zod/mini";

const wanted = { error: "is missing or has other characters than Reddit's" };

/** What Reddit puts behind a user's own feeds (https://www.reddit.com/prefs/feeds). Whoever has it reads them all. */
const feedKeySchema = z.object({
  user: z.string(wanted).check(z.regex(/^[A-Za-z0-9_-]{3,20}$/, wanted)),
  token: z.string(wanted).check(z.regex(/^[A-Za-z0-9_-]{8,100}$/, wanted)),
});
type FeedKey = z.infer<typeof feedKeySchema>;

/** Where the key of a user's private feed is kept. */
export interface FeedKeyStore {
  /** @throws {PermanentError} when it is unreadable or malformed. @throws {RetryableError} when its store did not answer. */
  read(): Promise<FeedKey>;
}

/** The key in a secret's text. @throws {PermanentError} `credentials-malformed`, without the text itself. */
export function parseFeedKey(text: string): FeedKey {
  const result = z.safeParse(feedKeySchema, parseJson(text));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) =>
    issue.path.length > 0 ? `${issue.path.join(".")} ${issue.message}` : "it is no JSON object",
  );
  throw new PermanentError(
    "credentials-malformed",
    `The secret that RedditFeedSecretArn names must hold {"user":"…","token":"…"}, from https://www.reddit.com/prefs/feeds: ${problems.join("; ")}. Put that into it; the next crawl reads it anew.`,
  );
}

/** `url` as its user's own. It is made when it is sent, and kept nowhere: the token is a secret. */
export async function withFeedKey(url: URL, key: FeedKeyStore): Promise<URL> {
  const { user, token } = await key.read();
  const signed = new URL(url);
  signed.searchParams.set("feed", token);
  signed.searchParams.set("user", user);
  return signed;
}
