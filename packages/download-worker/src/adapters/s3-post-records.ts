import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { statusOf } from "@reddit-crawler/function-runtime/service-status";
import {
  latestPostRecordKey,
  postRecordKey,
  type PostRecord,
} from "@reddit-crawler/message-schema";

import type { PostRecords } from "../job/download-post.ts";
import { serviceError } from "./service-error.ts";

/**
 * Outcome records as JSON objects in `bucket`; the one beside the pictures is changed by S3's conditional writes
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
 */
export function createS3PostRecords(s3: S3Client, bucket: string): PostRecords {
  const put = (key: string, record: PostRecord, condition = {}) =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: JSON.stringify(record),
        ContentType: "application/json",
        ...condition,
      }),
    );

  return {
    async readLatest(subreddit, postId) {
      const key = latestPostRecordKey(subreddit, postId);
      try {
        const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        const text = (await answer.Body?.transformToString()) ?? "";
        return { text, version: answer.ETag ?? "" };
      } catch (error) {
        // Who may not list the bucket gets 403 for an object that is not there
        // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Permissions").
        if ([403, 404].includes(statusOf(error) ?? 0)) return undefined;
        throw serviceError("s3", error);
      }
    },
    async putLatest(record, seen) {
      const key = latestPostRecordKey(record.post.subreddit, record.post.id);
      try {
        await put(key, record, seen ? { IfMatch: seen.version } : { IfNoneMatch: "*" });
        return true;
      } catch (error) {
        // 404: what was seen is gone; 409: somebody else puts it at this moment.
        if ([404, 409, 412].includes(statusOf(error) ?? 0)) return false;
        throw serviceError("s3", error);
      }
    },
    async putOfCrawl(record) {
      try {
        await put(postRecordKey(record.crawlId, record.post.id), record);
      } catch (error) {
        throw serviceError("s3", error);
      }
    },
  };
}
