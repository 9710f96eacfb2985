import * as z from "zod/mini";

import type { ResourceType } from "../template/resource-type.ts";

/** Types that a template may hold although nothing on one machine changes with them, and why. */
const reasons: Readonly<Record<string, string>> = {
  "AWS::IAM::Role": "every call is allowed: there is no IAM",
  "AWS::Logs::LogGroup": "a function's lines go to the caller of startStack",
  "AWS::SNS::TopicPolicy": "every call is allowed: there is no IAM",
  "AWS::SQS::QueuePolicy": "every call is allowed: there is no IAM",
  "AWS::S3::BucketPolicy": "every call is allowed: there is no IAM",
  "AWS::CloudWatch::Alarm": "nobody keeps metrics",
  "AWS::CloudWatch::Dashboard": "nobody keeps metrics",
  "AWS::ApiGatewayV2::Authorizer": "only routes that check nobody are run",
};

/** Where each type's name stands, and the part of its ARN before that name. */
const naming: Readonly<
  Record<string, readonly [nameProperty: string, service: string, kind: string]>
> = {
  "AWS::IAM::Role": ["RoleName", "iam", "role/"],
  "AWS::Logs::LogGroup": ["LogGroupName", "logs", "log-group:"],
  "AWS::CloudWatch::Alarm": ["AlarmName", "cloudwatch", "alarm:"],
};

/** The types without effect; references inside them are checked like everywhere. */
export const withoutLocalEffect: readonly ResourceType[] = Object.keys(reasons).map((type) => {
  const [nameProperty, service, kind] = naming[type] ?? [];
  return {
    type,
    nameProperty,
    properties: z.unknown(),
    identify: (name, { region, accountId }) => {
      const place = service === "iam" ? "" : region;
      const arn = `arn:aws:${service}:${place}:${accountId}:${kind}${name}`;
      return { ref: name, attributes: service === undefined ? {} : { Arn: arn } };
    },
  };
});
