import {
  PermanentError,
  RetryableError,
  ThrottledError,
  errorMessage,
} from "@reddit-crawler/function-runtime/errors";

import type { Crawl } from "../crawl/crawl.ts";
import { readSharedFrom } from "../gate/read-page.ts";
import type { LoaderWorld } from "../world.ts";
import { isRefusal, patiently, type Refusal } from "./patience.ts";

/**
 * The id of the post that a share link leads to, whatever the crawl's way: the archive knows the links that occur in its
 * posts and comments, and Reddit's website redirects where it lets this network in.
 * @throws {PermanentError} `share-link-unknown` when neither knows. @throws {ThrottledError} when the archive asks to wait.
 * @throws {RetryableError} when one may know later.
 */
export async function readSharedPost(
  sharePath: string,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<string> {
  const said: string[] = [];
  let passing: Refusal | undefined;
  let archiveWait: ThrottledError | undefined;
  for (const [name, source] of [
    ["The archive", world.sources.archive],
    ["Reddit", world.sources.feed],
  ] as const) {
    try {
      const postId = await patiently(
        (hurried) => readSharedFrom(source, sharePath, world, hurried),
        world,
        crawl,
      );
      if (postId !== undefined) return postId;
      said.push(`${name} does not know it.`);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      crawl.log.warn("share-link-not-read", { source: source.name, error });
      if (error instanceof RetryableError) passing ??= error;
      // Reddit may ask to wait for days, the archive does for minutes.
      if (source.name === "archive" && error instanceof ThrottledError) archiveWait = error;
      said.push(`${name}: ${errorMessage(error)}`);
    }
  }
  const message = `Nobody says which post ${sharePath} leads to. ${said.join(" ")} Open it in a browser, and crawl the address that it leads to.`;
  if (archiveWait)
    throw new ThrottledError(archiveWait.code, message, archiveWait.retryAfterSeconds);
  if (passing) throw new RetryableError(passing.code, message);
  throw new PermanentError("share-link-unknown", message);
}
