import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { bucketError, isMissing } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { statusOf } from "@reddit-crawler/function-runtime/aws-errors";

import type { ImportObjects } from "../file/import-lines.ts";

/** The imports of `bucket`, read by ranges (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html). */
export function s3Imports(client: S3Client, bucket: string): ImportObjects {
  return {
    read: async (key, at, length) => {
      const range = `bytes=${at}-${at + length - 1}`;
      try {
        const { Body, ContentRange } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }),
        );
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        const size = /\/(\d+)$/.exec(ContentRange ?? "")?.[1];
        return { bytes, size: size === undefined ? at + bytes.length : Number(size) };
      } catch (error) {
        if (isMissing(error)) return undefined;
        // The range begins at or behind the end; of an empty object every range does.
        if (statusOf(error) === 416) return { bytes: new Uint8Array(), size: at };
        throw bucketError(error);
      }
    },
  };
}
