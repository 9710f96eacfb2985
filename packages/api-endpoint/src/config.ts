import { platformShape, requiredText } from "@reddit-crawler/function-runtime/environment";
import * as z from "zod/mini";

/** Every variable that this function reads, checked at the cold start. */
export const configSchema = z.object({
  ...platformShape,
  CRAWL_TOPIC_ARN: requiredText("ARN of the topic that crawl requests are published to"),
  CRAWL_QUEUE_URL: requiredText("queue in which crawl requests wait behind the topic"),
  MEDIA_BUCKET: requiredText("bucket of summaries and records"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"], "must be debug, info, warn or error")
    .register(z.globalRegistry, { description: "the least important lines to write" }),
});
export type Config = z.infer<typeof configSchema>;
