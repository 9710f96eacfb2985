import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { awsCall, awsFailure, statusOf } from "@reddit-crawler/function-runtime/aws-errors";

import { contended, type JsonObjects, type VersionedText } from "../json-objects.ts";

/** Attempts; chosen, since S3 answers 409 only while another put of the same key is under way, which ends at once. */
const mostConflicts = 3;

/** What an error of S3 means, for every caller. */
export function bucketError(error: unknown): unknown {
  return awsFailure("bucket-unavailable", error);
}

/**
 * Whether S3 says that there is no such object. A role hears 404 only of keys that it may list
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Permissions"); 403 is a denial.
 */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** The object at `key`; undefined when there is none. @throws what `bucketError` makes of S3's error. */
export async function readObject(
  client: S3Client,
  bucket: string,
  key: string,
  signal?: AbortSignal,
): Promise<VersionedText | undefined> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key });
  try {
    const { Body, ETag } = await client.send(command, signal ? { abortSignal: signal } : {});
    return { text: (await Body?.transformToString()) ?? "", version: ETag ?? "" };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw bucketError(error);
  }
}

/**
 * JSON objects of `bucket`; a version is an ETag, and changes are S3's conditional writes
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
 */
export function s3JsonObjects(client: S3Client, bucket: string): JsonObjects {
  const put = (
    key: string,
    text: string,
    condition: { IfMatch?: string; IfNoneMatch?: string },
    signal?: AbortSignal,
  ) =>
    client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: text,
        ContentType: "application/json",
        ...condition,
      }),
      signal ? { abortSignal: signal } : {},
    );

  const listSome = async (prefix: string, after?: string, most?: number) => {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      StartAfter: after,
      MaxKeys: most,
    });
    const page = await awsCall("bucket-unavailable", () => client.send(command));
    const keys = (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
    return { keys, more: page.IsTruncated === true && keys.length > 0 };
  };

  return {
    read: (key, signal) => readObject(client, bucket, key, signal),
    async list(prefix) {
      const keys: string[] = [];
      for (let more = true; more;) {
        const page = await listSome(prefix, keys.at(-1));
        keys.push(...page.keys);
        ({ more } = page);
      }
      return keys;
    },
    listSome,
    put: (key, text, signal) =>
      awsCall("bucket-unavailable", async () => void (await put(key, text, {}, signal))),
    async putOnce(key, text, signal) {
      for (let conflicts = 0; conflicts < mostConflicts; conflicts++) {
        try {
          await put(key, text, { IfNoneMatch: "*" }, signal);
          return true;
        } catch (error) {
          if (statusOf(error) === 412) return false;
          if (statusOf(error) !== 409) throw bucketError(error);
        }
      }
      throw contended(key);
    },
    async replace(key, text, version) {
      try {
        await put(key, text, version === undefined ? { IfNoneMatch: "*" } : { IfMatch: version });
        return true;
      } catch (error) {
        // 404: the object of this version is gone. 409: another write is under way.
        if ([404, 409, 412].includes(statusOf(error) ?? 0)) return false;
        throw bucketError(error);
      }
    },
  };
}
