import { parseEnvironment, type Environment } from "@reddit-crawler/function-runtime/environment";
import { PermanentError, errorMessage } from "@reddit-crawler/function-runtime/errors";
import { invocationFields } from "@reddit-crawler/function-runtime/invocation";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import { mediaHosts } from "@reddit-crawler/media-hosts";
import { crawlRequestSchema, type CrawlRequest } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { awsWorld } from "./adapters/aws-world.ts";
import { configSchema, type Config } from "./config.ts";
import { startCrawl } from "./crawl/crawl.ts";
import { loadListing } from "./load-listing.ts";
import { readMessages, type RequestMessage } from "./request-messages.ts";
import type { LoaderWorld } from "./world.ts";

/** What Lambda calls for each event. */
export type LoaderHandler = (
  event: unknown,
  context: { awsRequestId: string; getRemainingTimeInMillis: () => number },
) => Promise<void>;

/**
 * The article-loader. An error is thrown whenever the event has to be run again, or has to reach the failure queue,
 * poison messages included. @throws {ConfigError} at once, when `env` is not what the function needs.
 */
export function createHandler(
  env: Environment,
  worldOf: (config: Config) => LoaderWorld = awsWorld,
): LoaderHandler {
  // Once for each cold start.
  const config = parseEnvironment(configSchema, env);
  // Read again for each crawl, which may want fewer; here for its errors.
  mediaHosts(config.MEDIA_HOSTS);
  const world = worldOf(config);

  // For each event.
  return async (event, context) => {
    const timeLeftMs = () => context.getRemainingTimeInMillis();
    const errors: unknown[] = [];
    for (const message of readMessages(event)) {
      world.log.begin(invocationFields(env, context));
      try {
        const request = parseCrawlRequest(message.text);
        world.log.begin(invocationFields(env, context, request.traceId));
        if (message.kind === "published") {
          // A stack from before the queue, or what it has left behind: it waits its turn as the others do.
          await world.crawls.send(request, 0);
          continue;
        }
        const attempt = message.receiveCount;
        await loadListing(world, startCrawl(request, world, { attempt, timeLeftMs }));
      } catch (error) {
        // One record must not keep the others from their turn.
        const { messageId } = message;
        world.log.error("record-failed", { messageId, reason: errorMessage(error) });
        await showAgain(message, world);
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };
}

/** Seconds before the second attempt and before each later one: a passing failure has passed by then. */
const pausesSeconds = [60, 120];

/** Lets a message come again before its visibility timeout is over. SNS's is run again by Lambda. */
async function showAgain(message: RequestMessage, world: LoaderWorld): Promise<void> {
  if (message.kind === "published") return;
  const seconds = pausesSeconds[message.receiveCount - 1] ?? 120;
  try {
    await world.crawls.showAgain(message.receiptHandle, seconds);
  } catch (error) {
    world.log.warn("attempt-delayed", { error });
  }
}

/** @throws {PermanentError} `crawl-request-malformed`, naming each wrong field. */
function parseCrawlRequest(message: string): CrawlRequest {
  const result = z.safeParse(crawlRequestSchema, parseJson(message));
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join(".") || "message"}: ${message}`,
  );
  throw new PermanentError(
    "crawl-request-malformed",
    `Not a crawl request of schema version 1: ${problems.join("; ")}. Check its sender; it stays in the failure queue.`,
  );
}
