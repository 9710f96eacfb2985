import { createHash } from "node:crypto";

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  type CompletedPart,
  type CreateMultipartUploadCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Log } from "@reddit-crawler/function-runtime/log";

/** One object on its way into a bucket in parts, which are sent one after the other. */
export type MultipartUpload = Awaited<ReturnType<typeof createMultipartUpload>>;

/** Begins a multipart upload of `object`; `signal` ends every request but the abort. */
export async function createMultipartUpload(
  s3: S3Client,
  object: CreateMultipartUploadCommandInput,
  signal: AbortSignal,
  log: Log,
) {
  const sendOptions = { abortSignal: signal };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object), sendOptions);
  const upload = { Bucket: object.Bucket, Key: object.Key, UploadId };
  const parts: CompletedPart[] = [];

  return {
    /** Sends the next part; its memory is free again afterwards. */
    async sendPart(body: Buffer): Promise<void> {
      const PartNumber = parts.length + 1;
      const part = await s3.send(
        new UploadPartCommand({ ...upload, PartNumber, Body: body }),
        sendOptions,
      );
      // S3 wants the checksum that the SDK sent with each part once more when it puts them together.
      const { ETag, ChecksumCRC32 } = part;
      parts.push({ PartNumber, ETag, ...(ChecksumCRC32 !== undefined && { ChecksumCRC32 }) });
    },
    /** Puts the parts together under the key, unless it is taken: then S3 answers 412. */
    async complete(): Promise<void> {
      await s3.send(
        new CompleteMultipartUploadCommand({
          ...upload,
          MultipartUpload: { Parts: parts },
          IfNoneMatch: "*",
        }),
        sendOptions,
      );
    },
    /** The ETag that an object of these parts has: the MD5 of the parts' MD5s, and their number. */
    expectedETag(): string {
      const digests = parts.map(({ ETag = "" }) => Buffer.from(ETag.replaceAll('"', ""), "hex"));
      const md5 = createHash("md5").update(Buffer.concat(digests)).digest("hex");
      return `"${md5}-${parts.length}"`;
    },
    /** Gives up the parts. Never throws: the bucket's lifecycle removes what is left. */
    async abort(): Promise<void> {
      try {
        await s3.send(new AbortMultipartUploadCommand(upload));
      } catch (error) {
        log.warn("upload-not-aborted", { key: object.Key, error });
      }
    },
  };
}
