import type { S3ClientConfig } from "@aws-sdk/client-s3";

/** The bucket that imports go to, and how its S3 is reached. */
export interface ImportTarget {
  bucket: string;
  client: S3ClientConfig;
}
