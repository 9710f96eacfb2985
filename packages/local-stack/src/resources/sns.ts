import * as z from "zod/mini";

import { flag, noEffect, text } from "../template/property.ts";
import { arn, resourceType } from "../template/resource-type.ts";

/** A standard topic. */
export const snsTopic = resourceType({
  type: "AWS::SNS::Topic",
  nameProperty: "TopicName",
  properties: z.strictObject({
    TopicName: z.optional(text),
    ...noEffect("DisplayName", "KmsMasterKeyId", "SignatureVersion", "TracingConfig", "Tags"),
  }),
  identify: (name, site) => {
    const ref = arn(site, "sns", name);
    return { ref, attributes: { TopicArn: ref, TopicName: name } };
  },
});

/** A subscription of a function or a queue to a topic. */
export const snsSubscription = resourceType({
  type: "AWS::SNS::Subscription",
  properties: z.strictObject({
    TopicArn: text,
    // A function or a queue of the same stack.
    Protocol: z.enum(["lambda", "sqs"], "must be lambda or sqs to run locally"),
    Endpoint: text,
    RawMessageDelivery: z.optional(flag),
    RedrivePolicy: z.optional(z.strictObject({ deadLetterTargetArn: text })),
    ...noEffect("Region"),
  }),
  identify: (name, site) => {
    const ref = arn(site, "sns", name);
    return { ref, attributes: { Arn: ref } };
  },
});
