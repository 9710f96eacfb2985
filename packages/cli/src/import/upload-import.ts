import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type CompletedPart,
} from "@aws-sdk/client-s3";
import { awsAccessAdvice } from "@reddit-crawler/function-runtime/aws-access";
import { isDenied } from "@reddit-crawler/function-runtime/aws-errors";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";

import type { ImportTarget } from "../pipeline/import-target.ts";

/** Above S3's least of 5 MiB, and below what the local stack takes for a request; 10,000 parts are 80 GB. */
const partBytes = 8 * 1_048_576;

/**
 * Stores `lines` as the object at `key`, each with a line feed: as one put where they are few, else in parts, so that
 * memory stays bounded. What fails on the way leaves no object.
 * @throws what `lines` throws. @throws {CommandError} when AWS refuses, saying what to do.
 */
export async function uploadImport(
  { bucket, client }: ImportTarget,
  key: string,
  lines: AsyncIterable<string>,
): Promise<void> {
  const s3 = new S3Client({ ...awsClientSettings(awsClientLimits.command), ...client });
  const target = { Bucket: bucket, Key: key };
  const finished: CompletedPart[] = [];
  let uploadId: string | undefined;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;

  const send = async () => {
    const Body = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    const PartNumber = finished.length + 1;
    const part = { ...target, UploadId: uploadId, PartNumber, Body };
    const { ETag, ...checksums } = await s3.send(new UploadPartCommand(part));
    finished.push({ ETag, PartNumber, ChecksumCRC32: checksums.ChecksumCRC32 });
  };
  try {
    for await (const line of lines) {
      const bytes = Buffer.from(`${line}\n`);
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (waitingBytes < partBytes) continue;
      uploadId ??= (await s3.send(new CreateMultipartUploadCommand(target))).UploadId;
      await send();
    }
    if (uploadId === undefined)
      await s3.send(new PutObjectCommand({ ...target, Body: Buffer.concat(waiting) }));
    else {
      if (waitingBytes > 0) await send();
      const upload = { ...target, UploadId: uploadId, MultipartUpload: { Parts: finished } };
      await s3.send(new CompleteMultipartUploadCommand(upload));
    }
  } catch (error) {
    if (uploadId !== undefined)
      // S3 ends what stays unfinished after a day.
      await s3
        .send(new AbortMultipartUploadCommand({ ...target, UploadId: uploadId }))
        .catch(() => undefined);
    throw explained(error, bucket);
  } finally {
    s3.destroy();
  }
}

function explained(error: unknown, bucket: string): unknown {
  const advice =
    awsAccessAdvice(error, "the bucket is") ??
    (isDenied(error)
      ? `Your AWS user needs s3:PutObject on imports/* of the bucket ${bucket}.`
      : undefined);
  if (advice === undefined || error instanceof CommandError) return error;
  return new CommandError(`The file could not be uploaded. ${advice}`, { cause: error });
}
