import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { awsCall } from "@reddit-crawler/function-runtime/aws-errors";

import { sourceUrlText, type NewPicture, type StoredPicture } from "../store/picture-store.ts";

/** What S3 stores with the bytes of a picture. */
export function objectFacts({ contentType, postId, crawlId, sourceUrl }: NewPicture) {
  return {
    ContentType: contentType,
    CacheControl: "max-age=31536000, immutable",
    Metadata: {
      "post-id": postId,
      "crawl-id": crawlId,
      "source-url": sourceUrlText(sourceUrl),
    },
  };
}

/**
 * What S3 knows of the picture at `key`. `same` is the ETag and sha256 of the picture at hand: one with the same ETag has
 * the same bytes, even where its metadata lack a sha256. @throws {RetryableError} when S3 could not decide.
 */
export async function readStoredPicture(
  s3: S3Client,
  bucket: string,
  key: string,
  signal: AbortSignal,
  same?: { eTag: string; sha256: string },
): Promise<StoredPicture> {
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
  const head = await awsCall("bucket-unavailable", () => s3.send(command, { abortSignal: signal }));
  const { ETag, ContentLength, ContentType, Metadata } = head;
  return {
    bytes: ContentLength ?? 0,
    contentType: ContentType ?? "",
    sha256: same && ETag === same.eTag ? same.sha256 : Metadata?.["sha256"],
    crawlId: Metadata?.["crawl-id"],
    sourceUrl: Metadata?.["source-url"],
  };
}
