import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CreateMultipartUploadCommandInput,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";

import type { FunctionProcess } from "../function-process.ts";
import type { AwsClientLimits } from "@reddit-crawler/function-runtime/aws-clients";

import { callService, sdkClient } from "./call-service.ts";
import type { MediaBucket, PutCondition } from "./media-bucket.ts";

/** How the S3 client of a stage differs from a plain one; mutations say so. */
export interface S3Changes {
  /** Where puts overwrite whatever is there. */
  ignoresConditions?: (key: string) => boolean;
  /** Another key than the one that was asked for. */
  keyOf?: (key: string) => string;
}

/** An S3 client in `process` whose every bucket is `bucket`. */
export function s3Client(
  process: FunctionProcess,
  bucket: MediaBucket,
  settings: AwsClientLimits,
  { ignoresConditions = () => false, keyOf = (key) => key }: S3Changes = {},
): S3Client {
  const uploads = new Map<string, CreateMultipartUploadCommandInput>();
  const conditionOf = ({
    Key = "",
    IfNoneMatch,
    IfMatch,
  }: Partial<PutObjectCommandInput>): PutCondition =>
    ignoresConditions(Key) ? {} : { ifNoneMatch: IfNoneMatch, ifMatch: IfMatch };

  return sdkClient(async (command, { abortSignal: signal } = {}) => {
    const call = <Answer>(operation: string, about: string, effect: () => Answer) =>
      callService(process, { operation: `s3:${operation}`, about, effect, signal }, settings);

    if (command instanceof PutObjectCommand) {
      const key = keyOf(command.input.Key ?? "");
      const condition = conditionOf(command.input);
      // The caller may use its memory again as soon as it has given up waiting.
      const object = { body: copyOf(command.input.Body), ...factsOf(command.input) };
      const { etag } = await call("PutObject", `${key}${inWords(condition)}`, () =>
        bucket.put(key, object, condition, process.name),
      );
      return { ETag: etag };
    }
    if (command instanceof GetObjectCommand || command instanceof HeadObjectCommand) {
      const key = keyOf(command.input.Key ?? "");
      const isHead = command instanceof HeadObjectCommand;
      const operation = isHead ? "HeadObject" : "GetObject";
      const { body, etag, contentType, metadata } = await call(operation, key, () =>
        bucket.get(key),
      );
      return {
        ETag: etag,
        ContentLength: body.length,
        ContentType: contentType,
        Metadata: metadata,
        ...(!isHead && { Body: { transformToString: async () => body.toString("utf8") } }),
      };
    }
    if (command instanceof CopyObjectCommand) {
      const key = keyOf(command.input.Key ?? "");
      const [, ...source] = (command.input.CopySource ?? "").split("/").map(decodeURIComponent);
      const from = keyOf(source.join("/"));
      const condition = conditionOf(command.input);
      const facts = factsOf(command.input);
      const { etag } = await call("CopyObject", `${from} to ${key}${inWords(condition)}`, () =>
        bucket.put(key, { body: bucket.get(from).body, ...facts }, condition, process.name),
      );
      return { CopyObjectResult: { ETag: etag } };
    }
    if (command instanceof CreateMultipartUploadCommand) {
      const key = keyOf(command.input.Key ?? "");
      const id = await call("CreateMultipartUpload", key, () => bucket.beginUpload());
      uploads.set(id, command.input);
      return { UploadId: id };
    }
    if (command instanceof UploadPartCommand) {
      const { UploadId = "", PartNumber = 1, Body } = command.input;
      const body = copyOf(Body);
      const about = `${UploadId} ${PartNumber}`;
      return {
        ETag: await call("UploadPart", about, () => bucket.putPart(UploadId, PartNumber, body)),
      };
    }
    if (command instanceof CompleteMultipartUploadCommand) {
      const { UploadId = "", Key = "" } = command.input;
      const condition = conditionOf(command.input);
      const facts = factsOf(uploads.get(UploadId) ?? {});
      const about = `${UploadId} ${keyOf(Key)}${inWords(condition)}`;
      const { etag } = await call("CompleteMultipartUpload", about, () =>
        bucket.completeUpload(UploadId, keyOf(Key), facts, condition, process.name),
      );
      return { ETag: etag };
    }
    if (command instanceof AbortMultipartUploadCommand) {
      const { UploadId = "" } = command.input;
      await call("AbortMultipartUpload", UploadId, () => bucket.abortUpload(UploadId));
      return {};
    }
    return process.doesNotKnow("S3", command);
  });
}

function factsOf(input: {
  ContentType?: string | undefined;
  Metadata?: Record<string, string> | undefined;
}) {
  return { contentType: input.ContentType ?? "", metadata: input.Metadata ?? {} };
}

function inWords({ ifNoneMatch, ifMatch }: PutCondition): string {
  if (ifNoneMatch !== undefined) return " unless there";
  return ifMatch === undefined ? "" : " if unchanged";
}

function copyOf(body: unknown): Buffer {
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  throw new Error("The simulated S3 takes text and bytes only.");
}
