import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

import type { GateStateStore } from "../gate-state.ts";
import { awsCall } from "./aws-call.ts";
import { awsStatus } from "./aws-status.ts";

const key = "state/reddit-gate.json";

/**
 * The gate's state as one object of `bucket`, changed by S3's conditional writes
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
 */
export function createGateStore(client: S3Client, bucket: string): GateStateStore {
  async function get() {
    try {
      const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { text: await Body?.transformToString(), version: ETag };
    } catch (error) {
      // S3 says 403 instead of 404 to those who may not list the bucket.
      if ([403, 404].includes(awsStatus(error) ?? 0))
        return { text: undefined, version: undefined };
      throw error;
    }
  }

  async function put(text: string, version: string | undefined) {
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: text,
          ContentType: "application/json",
          ...(version === undefined ? { IfNoneMatch: "*" } : { IfMatch: version }),
        }),
      );
      return true;
    } catch (error) {
      // 404: the object of this version is gone.
      if ([404, 409, 412].includes(awsStatus(error) ?? 0)) return false;
      throw error;
    }
  }

  return {
    read: () => awsCall("bucket-unavailable", get),
    write: (text, version) => awsCall("bucket-unavailable", () => put(text, version)),
  };
}
