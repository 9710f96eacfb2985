import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { statusOf } from "@reddit-crawler/function-runtime/service-status";
import { crawlIndexKey, crawlSummaryKey, postRecordKey } from "@reddit-crawler/message-schema";

import type { CrawlRecords } from "../load-listing.ts";
import { awsCall } from "./aws-call.ts";

/** Chosen: S3 answers 409 while another put of the same key is under way, which ends at once. */
const mostTries = 3;

/** Keeps summaries and outcome records in `bucket`. */
export function createCrawlRecords(client: S3Client, bucket: string): CrawlRecords {
  const put = (key: string, content: object, condition: { IfNoneMatch?: string }) =>
    client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: JSON.stringify(content),
        ContentType: "application/json",
        ...condition,
      }),
    );

  /** Whether the key has an object now (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html). */
  async function putOnce(key: string, content: object): Promise<boolean> {
    try {
      await put(key, content, { IfNoneMatch: "*" });
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status === 412) return true;
      if (status === 409) return false;
      throw error;
    }
  }

  return {
    saveSummary: async (summary) => {
      await awsCall("bucket-unavailable", () => put(crawlSummaryKey(summary.crawlId), summary, {}));
    },
    indexCrawl: async (request) => {
      await awsCall("bucket-unavailable", () => put(crawlIndexKey(request.crawlId), request, {}));
    },
    recordPost: async (record) => {
      const key = postRecordKey(record.crawlId, record.post.id);
      for (let tries = 0; tries < mostTries; tries++)
        if (await awsCall("bucket-unavailable", () => putOnce(key, record))) return;
      throw new RetryableError("record-contended", `${key} is being written by someone else.`);
    },
  };
}
