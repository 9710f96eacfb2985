import {
  concurrentEvents,
  optionalText,
  parseEnvironment,
  platformShape,
  headerText,
  requiredText,
  wholeNumber,
  type Environment,
} from "@reddit-crawler/function-runtime/environment";
import * as z from "zod/mini";

const configSchema = z.object({
  POST_QUEUE_URL: requiredText("URL of the queue that holds the post messages"),
  POST_DEAD_LETTER_QUEUE_URL: requiredText("URL of the queue of posts that are given up"),
  MEDIA_BUCKET: requiredText("bucket of the pictures and the outcome records"),
  FINISHED_TOPIC_ARN: requiredText("topic of the events that say that a crawl is over"),
  MEDIA_HOSTS: requiredText('names of the picture hosts, separated by commas, or "all"'),
  USER_AGENT: headerText("sent truthfully with every request to a picture host"),
  MAX_PICTURE_BYTES: wholeNumber({
    min: 1,
    max: 5_000_000_000,
    unit: "bytes",
    description: "the largest picture that is stored, in bytes",
  }),
  MAX_RECEIVE_COUNT: wholeNumber({
    min: 1,
    max: 1000,
    unit: "receives",
    description: "the attempts that a post has, and the queue's maxReceiveCount",
  }),
  END_CHECK_SECONDS: wholeNumber({
    min: 2,
    max: 900,
    unit: "seconds",
    description: "seconds from a decided post to the check whether its crawl is over",
  }),
  IMGUR_CLIENT_ID: optionalText("your own client id for imgur's API"),
  IMGUR_PAGE_ID: z.enum(["on", "off"], {
    error: "must be on or off: whether imgur's own page may be asked for a client id",
  }),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"], {
    error: "must be debug, info, warn or error",
  }),
  AWS_LAMBDA_MAX_CONCURRENCY: concurrentEvents,
  ...platformShape,
});

/** The download-worker's environment, checked. */
export type Config = z.output<typeof configSchema>;

/** The configuration that `env` holds. @throws {ConfigError} naming every variable that is missing or wrong. */
export function parseConfig(env: Environment): Config {
  return parseEnvironment(configSchema, env);
}
