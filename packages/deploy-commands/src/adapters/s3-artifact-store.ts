import { HeadObjectCommand, PutObjectCommand, S3ServiceException } from "@aws-sdk/client-s3";
import type { S3Client } from "@aws-sdk/client-s3";

import type { ArtifactStore } from "../commands/upload-stages.ts";

/** The artifact bucket on S3. `put` takes `s3:PutObject` alone; `has` takes `s3:GetObject` and `s3:ListBucket`. */
export function createS3ArtifactStore(client: S3Client, bucket: string): ArtifactStore {
  return {
    async put({ key, bytes, contentType }) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: bytes,
            ContentType: contentType,
            // The key is the content's: what is there already is the same, and stays.
            IfNoneMatch: "*",
          }),
        );
        return true;
      } catch (error) {
        if (statusOf(error) === 412) return false;
        throw error;
      }
    },

    async has(key) {
      try {
        await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return true;
      } catch (error) {
        if (statusOf(error) === 404) return false;
        throw error;
      }
    },
  };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
