import { HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { statusOf } from "@reddit-crawler/function-runtime/aws-errors";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";

import type { ArtifactStore } from "../world.ts";

/** The artifact bucket on S3. `put` needs `s3:PutObject` alone; `has` needs `s3:GetObject` and `s3:ListBucket`. */
export function createS3ArtifactStore(client: S3Client, bucket: string): ArtifactStore {
  return {
    put: ({ key, bytes, contentType }) =>
      unlessStatus(412, () =>
        inBucket(bucket, () =>
          client.send(
            new PutObjectCommand({
              Bucket: bucket,
              Key: key,
              Body: bytes,
              ContentType: contentType,
              // The key names the content: an object that exists is the same, and stays.
              IfNoneMatch: "*",
            }),
          ),
        ),
      ),
    has: (key) =>
      unlessStatus(404, () => client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))),
    // The path's form: a bucket whose name has dots fits no certificate.
    async urlOf(key) {
      const region = await client.config.region();
      const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
      return `https://s3.${region}.${suffix}/${bucket}/${key}`;
    },
  };
}

/** What `send` resolves to. @throws {CommandError} with what to do when there is no such bucket in the client's region. */
async function inBucket<Answer>(bucket: string, send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : "";
    if (name === "NoSuchBucket")
      throw new CommandError(
        `There is no bucket ${bucket}. Name another with --bucket, or make it in the stack's region: aws s3 mb s3://${bucket}`,
        { cause },
      );
    if (name === "PermanentRedirect" || name === "AuthorizationHeaderMalformed")
      throw new CommandError(
        `The bucket ${bucket} is in another region. Set AWS_REGION to its region, or name a bucket of the stack's region with --bucket.`,
        { cause },
      );
    throw cause;
  }
}

/** Whether a request succeeded; false when S3 answered `status`. */
async function unlessStatus(status: number, send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (statusOf(error) === status) return false;
    throw error;
  }
}
