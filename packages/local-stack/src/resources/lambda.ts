import * as z from "zod/mini";

import { flag, noEffect, text, wholeNumber, withDefault } from "../template/property.ts";
import { arn, resourceType } from "../template/resource-type.ts";

/** A function from a zip. */
export const lambdaFunctionType = resourceType({
  type: "AWS::Lambda::Function",
  nameProperty: "FunctionName",
  properties: z.strictObject({
    FunctionName: z.optional(text),
    Code: z.strictObject({ S3Key: text, ...noEffect("S3Bucket", "S3ObjectVersion") }),
    Handler: text.check(z.regex(/^[^.]+\.[^.]+$/, "must be <file>.<export>")),
    Runtime: text.check(z.regex(/^nodejs\d+\.x$/, "must be a Node.js runtime to run locally")),
    // Lambda's own defaults and bounds:
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html
    MemorySize: withDefault(wholeNumber(128, 10_240), 128),
    Timeout: withDefault(wholeNumber(1, 900), 3),
    Environment: z.optional(z.strictObject({ Variables: z.optional(z.record(z.string(), text)) })),
    ReservedConcurrentExecutions: z.optional(wholeNumber(0, 1000)),
    PackageType: z.optional(z.literal("Zip")),
    // No IAM, no logs service, no other processor and no tracing on one machine.
    ...noEffect("Role", "Architectures", "EphemeralStorage", "LoggingConfig", "TracingConfig"),
    ...noEffect("RecursiveLoop", "Description", "Tags"),
  }),
  identify: (name, site) => ({
    ref: name,
    attributes: { Arn: arn(site, "lambda", `function:${name}`) },
  }),
});

/** What a template says about a function. */
export type LambdaFunctionProperties = z.output<typeof lambdaFunctionType.properties>;

/** How often and how long Lambda attempts an asynchronous event, and where it reports how that ended. */
export const lambdaEventInvokeConfig = resourceType({
  type: "AWS::Lambda::EventInvokeConfig",
  properties: z.strictObject({
    FunctionName: text,
    Qualifier: z.literal("$LATEST"),
    MaximumRetryAttempts: z.optional(wholeNumber(0, 2)),
    MaximumEventAgeInSeconds: z.optional(wholeNumber(60, 21_600)),
    DestinationConfig: z.optional(
      z.strictObject({
        OnSuccess: z.optional(z.strictObject({ Destination: text })),
        OnFailure: z.optional(z.strictObject({ Destination: text })),
      }),
    ),
  }),
});

/** Lambda's own, where a function has no EventInvokeConfig (https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html). */
export const invokeDefaults = { retryAttempts: 2, eventAgeSeconds: 21_600 };

/** Lets a service invoke a function. */
export const lambdaPermission = resourceType({
  type: "AWS::Lambda::Permission",
  properties: z.strictObject({
    FunctionName: text,
    Action: text,
    Principal: text,
    SourceArn: z.optional(text),
    ...noEffect("SourceAccount"),
  }),
  identify: (name) => ({ ref: name, attributes: { Id: name } }),
});

/** Lambda's poller of a queue, which invokes a function with what it receives. */
export const lambdaEventSourceMapping = resourceType({
  type: "AWS::Lambda::EventSourceMapping",
  properties: z.strictObject({
    EventSourceArn: text,
    FunctionName: text,
    Enabled: withDefault(flag, true),
    BatchSize: withDefault(wholeNumber(1, 10), 10),
    ScalingConfig: z.optional(z.strictObject({ MaximumConcurrency: wholeNumber(2, 1000) })),
    ...noEffect("Tags"),
  }),
});

/** What a template says about a poller. */
export type EventSourceMappingProperties = z.output<typeof lambdaEventSourceMapping.properties>;
