import * as z from "zod/mini";

import { noEffect, text, wholeNumber, withDefault } from "../template/property.ts";
import type { ResourceType } from "../template/resource-type.ts";

const properties = z.strictObject({
  FunctionName: z.optional(text),
  Code: z.strictObject({ S3Bucket: noEffect, S3Key: text, S3ObjectVersion: noEffect }),
  Handler: text.check(z.regex(/^[^.]+\.[^.]+$/, "must be <file>.<export>")),
  Runtime: text.check(z.regex(/^nodejs\d+\.x$/, "must be a Node.js runtime to run locally")),
  // Lambda's own defaults and bounds:
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html
  MemorySize: withDefault(wholeNumber(128, 10_240), 128),
  Timeout: withDefault(wholeNumber(1, 900), 3),
  Environment: z.optional(z.strictObject({ Variables: z.optional(z.record(z.string(), text)) })),
  ReservedConcurrentExecutions: z.optional(wholeNumber(0, 1000)),
  DeadLetterConfig: z.optional(z.strictObject({ TargetArn: text })),
  PackageType: z.optional(z.literal("Zip")),
  // No IAM, no logs service, no other processor and no tracing on one machine.
  Role: noEffect,
  Architectures: noEffect,
  EphemeralStorage: noEffect,
  LoggingConfig: noEffect,
  TracingConfig: noEffect,
  RecursiveLoop: noEffect,
  Description: noEffect,
  Tags: noEffect,
});

/** What a template says about a function. */
export type LambdaFunctionProperties = z.output<typeof properties>;

/** A function from a zip. */
export const lambdaFunctionType: ResourceType<LambdaFunctionProperties> = {
  type: "AWS::Lambda::Function",
  nameProperty: "FunctionName",
  properties,
  identify: (name, { region, accountId }) => ({
    ref: name,
    attributes: { Arn: `arn:aws:lambda:${region}:${accountId}:function:${name}` },
  }),
};
