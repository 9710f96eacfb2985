import { HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from "@aws-sdk/client-s3";
import { bucketError, isMissing } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { awsCall } from "@reddit-crawler/function-runtime/aws-errors";

import { sourceUrlText, type NewPicture, type StoredPicture } from "../store/picture-store.ts";

/** The metadata of a post's sole picture: there is no `post.json`, and none is needed. */
export const soleMark = { "post-record": "none" } as const;

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
  return storedPicture(head, same);
}

/** What S3 knows of the picture at `key`; undefined when there is none. @throws {RetryableError} likewise. */
export async function findStoredPicture(
  s3: S3Client,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<StoredPicture | undefined> {
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
  try {
    return storedPicture(await s3.send(command, { abortSignal: signal }));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw bucketError(error);
  }
}

function storedPicture(
  { ETag, ContentLength, ContentType, Metadata }: HeadObjectCommandOutput,
  same?: { eTag: string; sha256: string },
): StoredPicture {
  return {
    bytes: ContentLength ?? 0,
    contentType: ContentType ?? "",
    sha256: same && ETag === same.eTag ? same.sha256 : Metadata?.["sha256"],
    crawlId: Metadata?.["crawl-id"],
    sourceUrl: Metadata?.["source-url"],
    isSole: Metadata?.["post-record"] === soleMark["post-record"],
  };
}
