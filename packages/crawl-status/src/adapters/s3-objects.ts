import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { errorMessage, RetryableError } from "@reddit-crawler/function-runtime/errors";
import { statusOf } from "@reddit-crawler/function-runtime/service-status";

import type { VersionedObjects } from "../versioned-objects.ts";

/**
 * JSON objects of `bucket`, changed by S3's conditional writes
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html); a version is an ETag.
 */
export function createS3Objects(client: S3Client, bucket: string): VersionedObjects {
  return {
    async read(key) {
      try {
        const { Body, ETag } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: key }),
        );
        return { text: (await Body?.transformToString()) ?? "", version: ETag ?? "" };
      } catch (error) {
        // S3 says 403 instead of 404 to those who may not list the bucket
        // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Permissions").
        if ([403, 404].includes(statusOf(error) ?? 0)) return undefined;
        throw unavailable(error);
      }
    },
    async write(key, text, version) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: text,
            ContentType: "application/json",
            ...(version === undefined ? { IfNoneMatch: "*" } : { IfMatch: version }),
          }),
        );
        return true;
      } catch (error) {
        // 404: the object of this version is gone. 409: another write is under way.
        if ([404, 409, 412].includes(statusOf(error) ?? 0)) return false;
        throw unavailable(error);
      }
    },
  };
}

function unavailable(error: unknown): RetryableError {
  return new RetryableError("bucket-unavailable", `S3: ${errorMessage(error)}`, { cause: error });
}
