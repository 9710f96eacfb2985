import * as z from "zod/mini";

import { noEffect, text, wholeNumber } from "../template/property.ts";
import { arn, resourceType } from "../template/resource-type.ts";

/** A standard queue. Its URL leads to the endpoint, so the SDK finds it whatever other settings say. */
export const sqsQueue = resourceType({
  type: "AWS::SQS::Queue",
  nameProperty: "QueueName",
  properties: z.strictObject({
    QueueName: z.optional(text),
    VisibilityTimeout: z.optional(wholeNumber(0, 43_200)),
    MessageRetentionPeriod: z.optional(wholeNumber(60, 1_209_600)),
    DelaySeconds: z.optional(wholeNumber(0, 900)),
    MaximumMessageSize: z.optional(wholeNumber(1024, 1_048_576)),
    ReceiveMessageWaitTimeSeconds: z.optional(wholeNumber(0, 20)),
    RedrivePolicy: z.optional(
      z.strictObject({ deadLetterTargetArn: text, maxReceiveCount: wholeNumber(1, 1000) }),
    ),
    ...noEffect("RedriveAllowPolicy", "SqsManagedSseEnabled", "KmsMasterKeyId"),
    ...noEffect("KmsDataKeyReusePeriodSeconds", "Tags"),
  }),
  identify: (name, site) => {
    const url = `${site.endpointUrl}/${site.accountId}/${name}`;
    const attributes = { Arn: arn(site, "sqs", name), QueueName: name, QueueUrl: url };
    return { ref: url, attributes };
  },
});
