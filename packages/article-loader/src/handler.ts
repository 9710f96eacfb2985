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
import type { LoaderWorld } from "./world.ts";

/** What Lambda calls for each event. */
export type LoaderHandler = (
  event: unknown,
  context: { awsRequestId: string; getRemainingTimeInMillis: () => number },
) => Promise<void>;

/**
 * The article-loader. An error is thrown whenever Lambda has to run the event again or put it into the failure queue,
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
    for (const { Sns } of parseEvent(event).Records) {
      const messageId = Sns.MessageId ?? context.awsRequestId;
      world.log.begin(invocationFields(env, context));
      try {
        const request = parseCrawlRequest(Sns.Message);
        world.log.begin(invocationFields(env, context, request.traceId));
        await loadListing(world, startCrawl(request, world, { messageId, timeLeftMs }));
      } catch (error) {
        // One record must not keep the others from their turn.
        world.log.error("record-failed", { messageId: Sns.MessageId, reason: errorMessage(error) });
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };
}

/** What of SNS's event the loader reads (https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html). */
const snsEventSchema = z.object({
  Records: z.array(
    z.object({ Sns: z.object({ MessageId: z.optional(z.string()), Message: z.string() }) }),
  ),
});

/** @throws {PermanentError} `event-malformed`: something other than SNS invoked the function. */
function parseEvent(event: unknown): z.infer<typeof snsEventSchema> {
  const result = z.safeParse(snsEventSchema, event);
  if (result.success) return result.data;
  throw new PermanentError(
    "event-malformed",
    "Not an SNS event. Only the crawl topic should invoke this function; find out what else does.",
  );
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
