import {
  optionalText,
  platformShape,
  headerText,
  requiredText,
  wholeNumber,
} from "@reddit-crawler/function-runtime/environment";
import { listingSources } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

/** The article-loader's environment. */
export const configSchema = z.object({
  CRAWL_QUEUE_URL: requiredText("queue that crawl requests and continuations wait in"),
  FINISHED_TOPIC_ARN: requiredText("topic that `crawl-finished` is published to"),
  POST_QUEUE_URL: requiredText("queue of the posts that link pictures"),
  MEDIA_BUCKET: requiredText("bucket of summaries, outcome records and the request gate"),
  MEDIA_HOSTS: requiredText("open picture hosts, separated by commas, or all"),
  REDDIT_USER_AGENT: headerText("<platform>:<app>:<version> (by /u/<name>), truthful"),
  REDDIT_CREDENTIALS_SECRET_ARN: optionalText(
    "secret that holds the keys of an app at Reddit; without it listings are read without keys",
  ),
  REDDIT_FEED_SECRET_ARN: optionalText(
    "secret that holds a user's name and feed token; without it the feed is read as nobody's",
  ),
  REDDIT_SOURCE: z
    .prefault(
      z.enum(listingSources, { error: `must be one of ${listingSources.join(", ")}` }),
      "auto",
    )
    .register(z.globalRegistry, { description: "the way to a listing of crawls that name none" }),
  REDDIT_REQUEST_DELAY_MS: wholeNumber({
    min: 2000,
    max: 60_000,
    unit: "milliseconds",
    description: "least time between two requests to Reddit's listings",
  }),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"], { error: "must be debug, info, warn or error" })
    .register(z.globalRegistry, { description: "the least level that is logged" }),
  ...platformShape,
});
export type Config = z.infer<typeof configSchema>;
