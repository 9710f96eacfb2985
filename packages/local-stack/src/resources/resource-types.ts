import type { ResourceType } from "../template/resource-type.ts";
import { httpApi, httpIntegration, httpRoute, httpStage } from "./http-api.ts";
import {
  lambdaEventInvokeConfig,
  lambdaEventSourceMapping,
  lambdaFunctionType,
  lambdaPermission,
} from "./lambda.ts";
import { s3Bucket } from "./s3-bucket.ts";
import { eventsRule } from "./schedules.ts";
import { snsSubscription, snsTopic } from "./sns.ts";
import { sqsQueue } from "./sqs-queue.ts";
import { withoutLocalEffect } from "./without-local-effect.ts";

/** Every type that a template may hold, by CloudFormation's name for it. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  [
    eventsRule,
    httpApi,
    httpIntegration,
    httpRoute,
    httpStage,
    lambdaEventInvokeConfig,
    lambdaEventSourceMapping,
    lambdaFunctionType,
    lambdaPermission,
    s3Bucket,
    snsSubscription,
    snsTopic,
    sqsQueue,
    ...withoutLocalEffect,
  ].map((type) => [type.type, type]),
);
