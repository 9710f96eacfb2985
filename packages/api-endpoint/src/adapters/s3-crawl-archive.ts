import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createS3Objects } from "@reddit-crawler/crawl-status/adapters/s3-objects";
import { errorMessage, RetryableError } from "@reddit-crawler/function-runtime/errors";

import { linkSeconds, type CrawlArchive } from "../crawls/crawl-archive.ts";

/** At most 3 tries of 4 s each, so that an answer leaves before the function's 15 s are over. */
function s3Client(forcePathStyle: boolean): S3Client {
  return new S3Client({
    maxAttempts: 3,
    forcePathStyle,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
  });
}

/** Crawls in `bucket`. `forcePathStyle` for services that know no bucket's own host name. */
export function createS3CrawlArchive(
  bucket: string,
  forcePathStyle: boolean,
  client = s3Client(forcePathStyle),
): CrawlArchive {
  const objects = createS3Objects(client, bucket);
  return {
    read: async (key) => (await objects.read(key))?.text,
    list: async (prefix, after, limit) => {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        StartAfter: after,
        MaxKeys: limit,
      });
      const page = await client.send(command).catch((error: unknown) => {
        throw new RetryableError("bucket-unavailable", `S3: ${errorMessage(error)}`, {
          cause: error,
        });
      });
      const keys = (page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
      return { keys, more: page.IsTruncated ?? false };
    },
    linkTo: (key) =>
      getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), {
        expiresIn: linkSeconds,
      }),
  };
}
