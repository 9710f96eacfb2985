import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { createS3Objects } from "@reddit-crawler/crawl-status/adapters/s3-objects";
import { pauseAfterConflict } from "@reddit-crawler/crawl-status/conflict-pause";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { statusOf } from "@reddit-crawler/function-runtime/service-status";
import {
  crawlIndexKey,
  crawlSummaryKey,
  crawlSummarySchema,
  postRecordKey,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { CrawlRecords } from "../load-listing.ts";
import { awsCall } from "./aws-call.ts";

/** Chosen: S3 answers 409 while another put of the same key is under way, which ends at once. */
const mostTries = 3;
/** Chosen: a summary has two writers at once only where a request runs twice, or a wait is told beside a page. */
const mostSummaryTries = 6;

/** Keeps summaries and outcome records in `bucket`; `random` gives numbers from 0 to below 1. */
export function createCrawlRecords(
  client: S3Client,
  bucket: string,
  pausing: { clock: Pick<Clock, "sleep">; random: () => number },
): CrawlRecords {
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

  const objects = createS3Objects(client, bucket);

  return {
    saveSummary: async (crawlId, next) => {
      const key = crawlSummaryKey(crawlId);
      for (let conflicts = 0; conflicts < mostSummaryTries; conflicts++) {
        if (conflicts > 0) await pauseAfterConflict(conflicts, pausing);
        const found = await objects.read(key);
        const former = found && z.parse(crawlSummarySchema, JSON.parse(found.text));
        const summary = next(former);
        if (summary === former) return summary;
        if (await objects.write(key, JSON.stringify(summary), found?.version)) return summary;
      }
      throw contended(key);
    },
    indexCrawl: async (request) => {
      await awsCall("bucket-unavailable", () => put(crawlIndexKey(request.crawlId), request, {}));
    },
    recordPost: async (record) => {
      const key = postRecordKey(record.crawlId, record.post.id);
      for (let tries = 0; tries < mostTries; tries++)
        if (await awsCall("bucket-unavailable", () => putOnce(key, record))) return;
      throw contended(key);
    },
  };
}

function contended(key: string): RetryableError {
  return new RetryableError("record-contended", `${key} is being written by someone else.`);
}
