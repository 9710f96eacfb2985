import * as z from "zod/mini";

import { noEffect, text } from "../template/property.ts";
import type { ResourceType } from "../template/resource-type.ts";

/** Who gets a topic's messages: a function or a queue of the same stack. */
export const snsProtocol = z.enum(["lambda", "sqs"], "must be lambda or sqs to run locally");

const properties = z.strictObject({
  TopicName: z.optional(text),
  Subscription: z.optional(z.array(z.strictObject({ Protocol: snsProtocol, Endpoint: text }))),
  DisplayName: noEffect,
  KmsMasterKeyId: noEffect,
  SignatureVersion: noEffect,
  TracingConfig: noEffect,
  Tags: noEffect,
});

/** A standard topic. */
export const snsTopic: ResourceType<z.output<typeof properties>> = {
  type: "AWS::SNS::Topic",
  nameProperty: "TopicName",
  properties,
  identify: (name, { region, accountId }) => {
    const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
};
