import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { bucketError } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { statusOf } from "@reddit-crawler/function-runtime/aws-errors";
import type { Log } from "@reddit-crawler/function-runtime/log";

import { picturesAtOnce } from "../hosts/pace.ts";
import type { PictureStore } from "../store/picture-store.ts";
import type { PartBuffer } from "./part-buffer.ts";
import { createPartBufferPool, type PartBufferPool } from "./part-buffer-pool.ts";
import { createMultipartUpload, type MultipartUpload } from "./s3-multipart-upload.ts";
import { findStoredPicture, objectFacts, readStoredPicture, soleMark } from "./s3-picture-facts.ts";

/**
 * The least that S3 takes for a part (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html), since memory
 * grows with it; most pictures are smaller and one request.
 */
const partBytes = 5 * 1024 * 1024;

/** The memory of the uploads of a process that takes `events` at a time. */
export function pictureBuffers(events = 1): PartBufferPool {
  return createPartBufferPool(picturesAtOnce(events), partBytes);
}

/**
 * Pictures in `bucket`: up to one part as a single put, larger ones as multipart uploads, so that memory stays bounded
 * and the SDK can repeat every request. The `sha256` of a multipart object is not among its metadata, since S3 takes
 * these before the first byte; there the ETag shows whether it is the picture at hand.
 */
export function createS3PictureStore(
  s3: S3Client,
  bucket: string,
  log: Log,
  pool: PartBufferPool,
): PictureStore {
  return {
    find: (key, signal) => findStoredPicture(s3, bucket, key, signal),
    open(picture, signal) {
      const target = { Bucket: bucket, Key: picture.key };
      let buffer: PartBuffer | undefined;
      let multipart: MultipartUpload | undefined;

      const release = () => {
        if (buffer) pool.giveBack(buffer);
        buffer = undefined;
      };
      const sendPart = async (part: PartBuffer) => {
        multipart ??= await createMultipartUpload(
          s3,
          { ...target, ...objectFacts(picture) },
          signal,
          log,
        );
        await multipart.sendPart(part.bytes());
        part.clear();
      };
      const putWhole = async (body: Buffer, sha256: string) => {
        const { Metadata, ...facts } = objectFacts(picture);
        const command = new PutObjectCommand({
          ...target,
          ...facts,
          Metadata: { ...Metadata, sha256, ...(picture.isSole === true && soleMark) },
          Body: body,
          // S3 compares it with what arrives, and the SDK need not compute another checksum.
          ChecksumSHA256: Buffer.from(sha256, "hex").toString("base64"),
          IfNoneMatch: "*",
        });
        signWithDigest(command, sha256);
        await s3.send(command, { abortSignal: signal });
      };
      const putEverything = async (sha256: string) => {
        if (!multipart) return putWhole(buffer?.bytes() ?? Buffer.alloc(0), sha256);
        if (buffer) await sendPart(buffer);
        await multipart.complete();
      };
      const readStored = (sha256: string) =>
        readStoredPicture(
          s3,
          bucket,
          picture.key,
          signal,
          multipart && { eTag: multipart.expectedETag(), sha256 },
        );

      return {
        async write(chunk) {
          buffer ??= await pool.borrow();
          let rest = chunk;
          while (rest.length > 0) {
            // Only when more is to come: a picture of exactly one part is still a single put.
            if (buffer.isFull) await sendPart(buffer).catch(rethrow);
            rest = buffer.take(rest);
          }
        },
        async complete(sha256) {
          try {
            await putEverything(sha256);
            return picture.isSole === true && !multipart ? "created-sole" : "created";
          } catch (error) {
            await multipart?.abort();
            if (statusOf(error) === 412) return await readStored(sha256);
            return rethrow(error);
          } finally {
            release();
          }
        },
        async abort() {
          release();
          await multipart?.abort();
        },
      };
    },
  };
}

function rethrow(error: unknown): never {
  throw bucketError(error);
}

/**
 * Lets `command` be signed with the `sha256` of its body, in hex, that is known already: the SDK would hash the whole
 * body once more (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html). S3 refuses a body that
 * has another one.
 */
function signWithDigest(command: PutObjectCommand, sha256: string): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (typeof request === "object" && request !== null && "headers" in request)
        Object.assign(Object(request.headers), { "x-amz-content-sha256": sha256 });
      return next(args);
    },
    { step: "build", name: "signWithDigest" },
  );
}
