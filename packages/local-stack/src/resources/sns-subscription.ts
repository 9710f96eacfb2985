import * as z from "zod/mini";

import { flag, noEffect, text } from "../template/property.ts";
import type { ResourceType } from "../template/resource-type.ts";
import { snsProtocol } from "./sns-topic.ts";

const properties = z.strictObject({
  TopicArn: text,
  Protocol: snsProtocol,
  Endpoint: text,
  FilterPolicy: z.optional(z.record(z.string(), z.unknown())),
  FilterPolicyScope: z.optional(z.enum(["MessageAttributes", "MessageBody"])),
  RawMessageDelivery: z.optional(flag),
  RedrivePolicy: z.optional(z.strictObject({ deadLetterTargetArn: text })),
  Region: noEffect,
});

/** What a template says about a subscription. */
export type SnsSubscriptionProperties = z.output<typeof properties>;

/** A subscription of a function or a queue to a topic. */
export const snsSubscription: ResourceType<SnsSubscriptionProperties> = {
  type: "AWS::SNS::Subscription",
  properties,
  identify: (name, { region, accountId }) => {
    const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
    return { ref: arn, attributes: { Arn: arn } };
  },
};
