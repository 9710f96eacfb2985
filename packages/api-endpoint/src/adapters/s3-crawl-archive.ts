import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import {
  bucketError,
  readObject,
  s3JsonObjects,
} from "@reddit-crawler/bucket/adapters/s3-json-objects";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";

import { linkSeconds, type CrawlArchive } from "../world.ts";

/** Crawls in `bucket`. `forcePathStyle` for services that do not know a host name for each bucket. */
export function createS3CrawlArchive(
  bucket: string,
  forcePathStyle: boolean,
  client = new S3Client({ ...awsClientSettings(awsClientLimits.apiEndpoint), forcePathStyle }),
): CrawlArchive {
  return {
    read: async (key) => (await readObject(client, bucket, key))?.text,
    list: async (prefix, after, limit) => {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        StartAfter: after,
        MaxKeys: limit,
      });
      const page = await client.send(command).catch((error: unknown) => {
        throw bucketError(error);
      });
      const keys = (page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
      return { keys, more: page.IsTruncated ?? false };
    },
    keep: async (key, text) => void (await s3JsonObjects(client, bucket).putOnce(key, text)),
    linkTo: (key) =>
      getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), {
        expiresIn: linkSeconds,
      }),
  };
}
