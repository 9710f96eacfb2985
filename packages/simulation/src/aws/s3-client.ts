import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

import type { FunctionProcess } from "../function-process.ts";
import type { AwsClientLimits } from "@reddit-crawler/function-runtime/aws-client-limits";

import { callService, sdkClient } from "./call-service.ts";
import type { MediaBucket, PutCondition } from "./media-bucket.ts";

/** How the S3 client of a stage differs from a plain one; mutations say so. */
export interface S3Changes {
  /** Where puts overwrite whatever is there. */
  ignoresConditions?: (key: string) => boolean;
  /** Another key than the one that was asked for. */
  keyOf?: (key: string) => string;
}

/** What is read here of the commands' inputs. */
interface S3Input {
  Key?: string;
  Body?: unknown;
  ContentType?: string;
  Metadata?: Record<string, string>;
  IfNoneMatch?: string;
  IfMatch?: string;
  CopySource?: string;
  UploadId?: string;
  PartNumber?: number;
  Prefix?: string;
  StartAfter?: string;
  MaxKeys?: number | undefined;
  Range?: string;
}

/** An S3 client in `process` whose every bucket is `bucket`. */
export function s3Client(
  process: FunctionProcess,
  bucket: MediaBucket,
  settings: AwsClientLimits,
  { ignoresConditions = () => false, keyOf = (key) => key }: S3Changes = {},
): S3Client {
  const uploads = new Map<string, S3Input>();
  const { name } = process;

  return sdkClient(async (command, { abortSignal: signal } = {}) => {
    const call = <Answer>(operation: string, about: string, effect: () => Answer) =>
      callService(process, { operation: `s3:${operation}`, about, effect, signal }, settings);
    const input: S3Input = Object(Object(command).input);
    const { Key = "", UploadId = "", PartNumber = 1, CopySource = "" } = input;
    const key = keyOf(Key);
    const condition: PutCondition = ignoresConditions(Key)
      ? {}
      : { ifNoneMatch: input.IfNoneMatch, ifMatch: input.IfMatch };
    const inWords = condition.ifMatch === undefined ? "" : " if unchanged";
    const toPut = `${key}${condition.ifNoneMatch === undefined ? inWords : " unless there"}`;

    if (command instanceof PutObjectCommand) {
      // The caller may use its memory again as soon as it has given up waiting.
      const object = { body: copyOf(input.Body), ...factsOf(input) };
      return call("PutObject", toPut, () => ({
        ETag: bucket.put(key, object, condition, name).etag,
      }));
    }
    if (command instanceof GetObjectCommand || command instanceof HeadObjectCommand) {
      const isHead = command instanceof HeadObjectCommand;
      return call(isHead ? "HeadObject" : "GetObject", key, () => {
        const { body, etag, contentType, metadata } = bucket.get(key);
        const facts = { ContentType: contentType, Metadata: metadata, ETag: etag };
        return { ContentLength: body.length, ...facts, ...(!isHead && bodyOf(body, input.Range)) };
      });
    }
    if (command instanceof ListObjectsV2Command) {
      const { Prefix = "", StartAfter = "", MaxKeys } = input;
      return call("ListObjectsV2", Prefix, () => {
        const { keys, more } = bucket.list(Prefix, StartAfter, name, MaxKeys);
        const Contents = keys.map((each) => ({ Key: each }));
        return { Contents, KeyCount: keys.length, IsTruncated: more };
      });
    }
    if (command instanceof CopyObjectCommand) {
      const [, ...source] = CopySource.split("/").map(decodeURIComponent);
      const from = keyOf(source.join("/"));
      return call("CopyObject", `${from} to ${toPut}`, () => {
        const object = { body: bucket.get(from).body, ...factsOf(input) };
        return { CopyObjectResult: { ETag: bucket.put(key, object, condition, name).etag } };
      });
    }
    if (command instanceof CreateMultipartUploadCommand) {
      const id = await call("CreateMultipartUpload", key, () => bucket.beginUpload());
      uploads.set(id, input);
      return { UploadId: id };
    }
    if (command instanceof UploadPartCommand) {
      const body = copyOf(input.Body);
      return call("UploadPart", `${UploadId} ${PartNumber}`, () => ({
        ETag: bucket.putPart(UploadId, PartNumber, body),
      }));
    }
    if (command instanceof CompleteMultipartUploadCommand) {
      const facts = factsOf(uploads.get(UploadId) ?? {});
      return call("CompleteMultipartUpload", `${UploadId} ${toPut}`, () => ({
        ETag: bucket.completeUpload(UploadId, key, facts, condition, name).etag,
      }));
    }
    if (command instanceof AbortMultipartUploadCommand)
      return call("AbortMultipartUpload", UploadId, () => {
        bucket.abortUpload(UploadId);
        return {};
      });
    return process.doesNotKnow("S3", command);
  });
}

/** What of an object was asked for. */
function bodyOf(body: Buffer, range: string | undefined) {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  const part = body.subarray(Number(from ?? 0), Number(to ?? body.length) + 1);
  return {
    Body: {
      transformToString: async () => part.toString("utf8"),
      transformToByteArray: async () => part,
    },
    ...(range !== undefined && { ContentRange: `${range}/${body.length}` }),
  };
}

function factsOf({ ContentType = "", Metadata = {} }: S3Input) {
  return { contentType: ContentType, metadata: Metadata };
}

function copyOf(body: unknown): Buffer {
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  throw new Error("The simulated S3 takes text and bytes only.");
}
