import * as z from "zod/mini";

import { flag, noEffect, text, wholeNumber, withDefault } from "../template/property.ts";
import type { ResourceType } from "../template/resource-type.ts";

const apiProperties = z.strictObject({
  Name: noEffect,
  ProtocolType: z.literal("HTTP"),
  IpAddressType: noEffect,
  Description: noEffect,
  Tags: noEffect,
});

/** An HTTP API (v2). Its `ApiEndpoint` is where it listens on this machine. */
export const httpApi: ResourceType<z.output<typeof apiProperties>> = {
  type: "AWS::ApiGatewayV2::Api",
  properties: apiProperties,
  identify: (name, { apiUrl }, logicalId) => {
    const id = name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
    return { ref: id, attributes: { ApiEndpoint: apiUrl(logicalId), ApiId: id } };
  },
};

const integrationProperties = z.strictObject({
  ApiId: text,
  IntegrationType: z.literal("AWS_PROXY"),
  IntegrationUri: text,
  PayloadFormatVersion: z.literal("2.0"),
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
  TimeoutInMillis: withDefault(wholeNumber(50, 30_000), 30_000),
  IntegrationMethod: noEffect,
  Description: noEffect,
});

/** The function behind routes of an HTTP API. */
export const httpIntegration: ResourceType<z.output<typeof integrationProperties>> = {
  type: "AWS::ApiGatewayV2::Integration",
  properties: integrationProperties,
  identify: (name) => ({ ref: name, attributes: { IntegrationId: name } }),
};

const routeProperties = z.strictObject({
  ApiId: text,
  RouteKey: text.check(
    z.regex(/^(\$default|[A-Z]+ \/\S*)$/, "must be $default or <METHOD> /<path>"),
  ),
  Target: text.check(z.startsWith("integrations/", "must be integrations/<id>")),
  AuthorizationType: z.optional(
    z.literal(
      "NONE",
      "must be NONE to run locally: one machine has no IAM and no token to check a caller with",
    ),
  ),
  AuthorizerId: noEffect,
  AuthorizationScopes: noEffect,
  OperationName: noEffect,
});

/** Which requests of an HTTP API go to which integration. */
export const httpRoute: ResourceType<z.output<typeof routeProperties>> = {
  type: "AWS::ApiGatewayV2::Route",
  properties: routeProperties,
  identify: (name) => ({ ref: name, attributes: { RouteId: name } }),
};

const stageProperties = z.strictObject({
  ApiId: text,
  StageName: z.literal("$default"),
  AutoDeploy: flag.check(
    z.refine((value) => value, "must be true to run locally: there are no deployments"),
  ),
  // One person calls a local API.
  DefaultRouteSettings: noEffect,
  RouteSettings: noEffect,
  AccessLogSettings: noEffect,
  Description: noEffect,
  Tags: noEffect,
});

/** Puts an HTTP API's routes on the air, at the root of its URL. */
export const httpStage: ResourceType<z.output<typeof stageProperties>> = {
  type: "AWS::ApiGatewayV2::Stage",
  properties: stageProperties,
  identify: (name) => ({ ref: name, attributes: {} }),
};
