import { HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Log } from "@reddit-crawler/function-runtime/log";

import {
  sourceUrlText,
  type NewPicture,
  type PictureStore,
  type StoredPicture,
} from "../picture-store.ts";
import { PartBuffer } from "./part-buffer.ts";
import { createMultipartUpload, type MultipartUpload } from "./s3-multipart-upload.ts";
import { serviceError, statusOf } from "./service-error.ts";

/**
 * Chosen: most pictures are one request, and four at once take 32 MiB. S3 wants parts of 5 MiB at least
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html).
 */
const partBytes = 8 * 1024 * 1024;

/**
 * Pictures in `bucket`: up to one part as a single put, larger ones as multipart uploads, so that memory stays bounded
 * and the SDK can repeat every request. The `sha256` of a multipart object is not among its metadata, since S3 takes
 * these before the first byte; there the ETag tells whether it is the picture at hand.
 */
export function createS3PictureStore(s3: S3Client, bucket: string, log: Log): PictureStore {
  return {
    open(picture, signal) {
      const target = { Bucket: bucket, Key: picture.key };
      const buffer = new PartBuffer(partBytes);
      let multipart: MultipartUpload | undefined;

      const sendPart = async () => {
        multipart ??= await createMultipartUpload(
          s3,
          { ...target, ...objectFacts(picture) },
          signal,
          log,
        );
        await multipart.sendPart(buffer.bytes());
        buffer.clear();
      };
      const putWhole = async (sha256: string) => {
        const { Metadata, ...facts } = objectFacts(picture);
        const command = new PutObjectCommand({
          ...target,
          ...facts,
          Metadata: { ...Metadata, sha256 },
          Body: buffer.bytes(),
          IfNoneMatch: "*",
        });
        await s3.send(command, { abortSignal: signal });
      };
      const putInParts = async () => {
        await sendPart();
        await multipart?.complete();
      };
      const readStored = async (sha256: string): Promise<StoredPicture> => {
        const head = await s3.send(new HeadObjectCommand(target), { abortSignal: signal });
        const isSame = multipart !== undefined && head.ETag === multipart.expectedETag();
        return {
          bytes: head.ContentLength ?? 0,
          contentType: head.ContentType ?? "",
          sha256: isSame ? sha256 : head.Metadata?.["sha256"],
          crawlId: head.Metadata?.["crawl-id"],
          sourceUrl: head.Metadata?.["source-url"],
        };
      };
      const abort = async () => multipart?.abort();

      return {
        async write(chunk) {
          let rest = chunk;
          while (rest.length > 0) {
            // Only when more is to come: a picture of exactly one part is still a single put.
            if (buffer.isFull) await sendPart().catch(rethrow);
            rest = buffer.take(rest);
          }
        },
        async complete(sha256) {
          try {
            await (multipart ? putInParts() : putWhole(sha256));
            return "created";
          } catch (error) {
            await abort();
            if (statusOf(error) === 412) return await readStored(sha256).catch(rethrow);
            return rethrow(error);
          }
        },
        abort,
      };
    },
  };
}

function objectFacts({ contentType, postId, crawlId, sourceUrl }: NewPicture) {
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

function rethrow(error: unknown): never {
  throw serviceError("s3", error);
}
