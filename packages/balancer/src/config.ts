import {
  platformShape,
  requiredText,
  wholeNumber,
} from "@reddit-crawler/function-runtime/environment";
import * as z from "zod/mini";

/** Every variable that this function reads, checked at the cold start. */
export const configSchema = z.object({
  ...platformShape,
  POST_QUEUE_URL: requiredText("URL of the queue whose messages are posts to download"),
  WORKER_ENDS_QUEUE_URL: requiredText("URL of the queue to which Lambda reports ended workers"),
  MEDIA_BUCKET: requiredText("bucket that keeps which workers run"),
  DOWNLOAD_WORKER_FUNCTION: requiredText("name or ARN of the function that downloads one post"),
  MAX_CONCURRENT_DOWNLOADS: wholeNumber({
    min: 1,
    max: 1000,
    unit: "posts",
    description: "posts that are downloaded at the same time",
  }),
  // Less than the ten seconds before the function's end in which nothing is received.
  QUEUE_POLL_MS: wholeNumber({
    min: 100,
    max: 4000,
    unit: "milliseconds",
    description: "from one reading of the queue's counts to the next",
  }),
  // 43,200 s is SQS's longest visibility timeout.
  MESSAGE_VISIBILITY_TIMEOUT_SECONDS: wholeNumber({
    min: 1,
    max: 43_200,
    unit: "seconds",
    description: "the queue's visibility timeout",
  }),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"], "must be debug, info, warn or error")
    .register(z.globalRegistry, { description: "the least important lines to write" }),
});
export type Config = z.infer<typeof configSchema>;
