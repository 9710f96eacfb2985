import { parseEnvironment, type Environment } from "@reddit-crawler/function-runtime/environment";
import { PermanentError, errorMessage } from "@reddit-crawler/function-runtime/errors";
import { mediaHosts } from "@reddit-crawler/media-hosts";
import { crawlRequestSchema, type CrawlRequest } from "@reddit-crawler/message-schema";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";

import { awsPorts } from "./adapters/aws-ports.ts";
import { createFeedListing } from "./adapters/reddit-feed-listing.ts";
import { createOauthListing } from "./adapters/reddit-oauth-listing.ts";
import { createTokenRequest } from "./adapters/reddit-token-request.ts";
import { configSchema, type Config } from "./config.ts";
import type { ListingSource } from "./gate/listing-source.ts";
import { loadListing } from "./load-listing.ts";
import type { LoaderPorts } from "./loader-ports.ts";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import { createRedditTokens } from "./reddit/reddit-tokens.ts";
import { createRequestGate } from "./gate/request-gate.ts";

/** What Lambda calls for each event. */
export type LoaderHandler = (
  event: unknown,
  context: Pick<Context, "getRemainingTimeInMillis" | "awsRequestId">,
) => Promise<void>;

/**
 * The article-loader. An error is thrown whenever the event has to end in the failure queue or be tried again, poison
 * messages included. @throws {ConfigError} at once, when `env` is not what the function needs.
 */
export function createHandler(
  env: Environment,
  portsFor: (config: Config) => LoaderPorts = awsPorts,
): LoaderHandler {
  // Once for each cold start.
  const config = parseEnvironment(configSchema, env);
  // Read again for each crawl, which may want fewer; here for its errors.
  mediaHosts(config.MEDIA_HOSTS);
  const ports = portsFor(config);
  const { clock, random } = ports;
  const source = chooseSource(ports);
  const delayMs = config.REDDIT_REQUEST_DELAY_MS;
  const gate = createRequestGate({ store: ports.gateState, clock, random, delayMs });

  // For each event.
  return async (event, context) => {
    const log = ports.log.with({ requestId: context.awsRequestId });
    const errors: unknown[] = [];
    for (const { Sns } of parseEvent(event).Records) {
      try {
        const request = parseCrawlRequest(Sns.Message);
        const hosts = mediaHosts(config.MEDIA_HOSTS, request.mediaHosts);
        await loadListing(
          request,
          { ...ports, log, source, gate, hosts },
          {
            messageId: Sns.MessageId ?? context.awsRequestId,
            timeLeftMs: () => context.getRemainingTimeInMillis(),
          },
        );
      } catch (error) {
        // One record must not keep the others from their turn.
        log.error("record-failed", { messageId: Sns.MessageId, reason: errorMessage(error) });
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };
}

function chooseSource({ http, credentials, clock }: LoaderPorts): ListingSource {
  if (!credentials) return createFeedListing(http, clock);
  const tokens = createRedditTokens(createTokenRequest(http, clock), credentials, clock);
  return createOauthListing(http, tokens, clock);
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
    "This is no event of SNS. Only the crawl topic should invoke this function; look for what else does.",
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
    `This is no crawl request of schema version 1: ${problems.join("; ")}. Look at its sender; it stays in the failure queue.`,
  );
}
