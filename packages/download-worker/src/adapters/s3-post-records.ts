import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  latestPostRecordKey,
  postRecordKey,
  type PostRecord,
} from "@reddit-crawler/message-schema";

import type { PostRecords } from "../download-post.ts";
import { serviceError, statusOf } from "./service-error.ts";

/** Outcome records as JSON objects in `bucket`. */
export function createS3PostRecords(s3: S3Client, bucket: string): PostRecords {
  const put = async (key: string, record: PostRecord) => {
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: JSON.stringify(record),
      ContentType: "application/json",
    });
    await s3.send(command).catch((error: unknown) => {
      throw serviceError("s3", error);
    });
  };

  return {
    async readLatest(subreddit, postId) {
      const key = latestPostRecordKey(subreddit, postId);
      try {
        const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await answer.Body?.transformToString();
      } catch (error) {
        // Who may not list the bucket gets 403 for an object that is not there
        // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Permissions").
        if ([403, 404].includes(statusOf(error) ?? 0)) return undefined;
        throw serviceError("s3", error);
      }
    },
    putLatest: (record) => put(latestPostRecordKey(record.post.subreddit, record.post.id), record),
    putOfCrawl: (record) => put(postRecordKey(record.crawlId, record.post.id), record),
  };
}
