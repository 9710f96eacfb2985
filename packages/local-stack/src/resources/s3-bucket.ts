import * as z from "zod/mini";

import { noEffect, text } from "../template/property.ts";
import { resourceType } from "../template/resource-type.ts";

/** A bucket without versions. */
export const s3Bucket = resourceType({
  type: "AWS::S3::Bucket",
  nameProperty: "BucketName",
  properties: z.strictObject({
    BucketName: z.optional(text),
    // Days pass too slowly for the lifecycle of a local run.
    ...noEffect("PublicAccessBlockConfiguration", "OwnershipControls", "BucketEncryption"),
    ...noEffect("LifecycleConfiguration", "Tags"),
  }),
  identify: (name, { region }) => {
    // S3 takes no capital letters, which logical ids have.
    const bucket = name.toLowerCase();
    return {
      ref: bucket,
      attributes: {
        Arn: `arn:aws:s3:::${bucket}`,
        DomainName: `${bucket}.s3.amazonaws.com`,
        RegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
      },
    };
  },
});
