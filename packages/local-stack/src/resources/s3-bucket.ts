import * as z from "zod/mini";

import { noEffect, text } from "../template/property.ts";
import type { ResourceType } from "../template/resource-type.ts";

const properties = z.strictObject({
  BucketName: z.optional(text),
  PublicAccessBlockConfiguration: noEffect,
  OwnershipControls: noEffect,
  BucketEncryption: noEffect,
  // Days pass too slowly for a local run.
  LifecycleConfiguration: noEffect,
  Tags: noEffect,
});

/** A bucket without versions. */
export const s3Bucket: ResourceType<z.output<typeof properties>> = {
  type: "AWS::S3::Bucket",
  nameProperty: "BucketName",
  properties,
  identify: (name, { region }) => {
    const bucket = bucketName(name);
    return {
      ref: bucket,
      attributes: {
        Arn: `arn:aws:s3:::${bucket}`,
        DomainName: `${bucket}.s3.amazonaws.com`,
        RegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
      },
    };
  },
};

/** S3 takes no capital letters, which logical ids have. */
function bucketName(name: string): string {
  return name.toLowerCase();
}
