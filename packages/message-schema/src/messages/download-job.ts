import * as z from "zod/mini";

import { described } from "../described.ts";
import { crawlIdSchema } from "../crawl-id.ts";
import { instantSchema, postIdSchema, traceIdSchema } from "../identifiers.ts";
import { attemptsShape, lookShape } from "./post-message.ts";

/**
 * What the balancer reads of a post message. The rest passes through untouched, so that a field which the
 * article-loader adds reaches the download-worker without the balancer being deployed in between.
 */
export const postEnvelopeSchema = z.looseObject({
  schemaVersion: z.literal(1),
  crawlId: crawlIdSchema,
  post: z.looseObject({ id: postIdSchema }),
  traceId: z.optional(traceIdSchema.check(z.meta({ description: "the crawl request's" }))),
  ...lookShape,
  ...attemptsShape,
});
export type PostEnvelope = z.infer<typeof postEnvelopeSchema>;

/** balancer -> Invoke -> download-worker: this message is yours; delete it when its post is decided. */
export const downloadJobSchema = z.object({
  schemaVersion: z.literal(1),
  message: postEnvelopeSchema,
  messageId: z.string(),
  receiptHandle: z.string(),
  receiveCount: described(z.int().check(z.minimum(1)), "SQS's ApproximateReceiveCount", "receives"),
  receivedAt: instantSchema,
  hiddenUntil: instantSchema.check(
    z.meta({ description: "when the message becomes visible to the next balancer" }),
  ),
});
export type DownloadJob = z.infer<typeof downloadJobSchema>;
