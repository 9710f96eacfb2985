import * as z from "zod/mini";

import { noEffect, text, wholeNumber } from "../template/property.ts";
import type { ResourceType } from "../template/resource-type.ts";

const properties = z.strictObject({
  QueueName: z.optional(text),
  VisibilityTimeout: z.optional(wholeNumber(0, 43_200)),
  MessageRetentionPeriod: z.optional(wholeNumber(60, 1_209_600)),
  DelaySeconds: z.optional(wholeNumber(0, 900)),
  MaximumMessageSize: z.optional(wholeNumber(1024, 1_048_576)),
  ReceiveMessageWaitTimeSeconds: z.optional(wholeNumber(0, 20)),
  RedrivePolicy: z.optional(
    z.strictObject({ deadLetterTargetArn: text, maxReceiveCount: wholeNumber(1, 1000) }),
  ),
  RedriveAllowPolicy: noEffect,
  SqsManagedSseEnabled: noEffect,
  KmsMasterKeyId: noEffect,
  KmsDataKeyReusePeriodSeconds: noEffect,
  Tags: noEffect,
});

/** A standard queue. Its URL leads to the endpoint, so that the SDK finds it whatever else it is told. */
export const sqsQueue: ResourceType<z.output<typeof properties>> = {
  type: "AWS::SQS::Queue",
  nameProperty: "QueueName",
  properties,
  identify: (name, { region, accountId, endpointUrl }) => {
    const url = `${endpointUrl}/${accountId}/${name}`;
    return {
      ref: url,
      attributes: {
        Arn: `arn:aws:sqs:${region}:${accountId}:${name}`,
        QueueName: name,
        QueueUrl: url,
      },
    };
  },
};
