import * as z from "zod/mini";

import { flag, noEffect, text, wholeNumber, withDefault } from "../template/property.ts";
import { resourceType } from "../template/resource-type.ts";

/** An HTTP API (v2). Its `ApiEndpoint` is where it listens on this machine. */
export const httpApi = resourceType({
  type: "AWS::ApiGatewayV2::Api",
  properties: z.strictObject({
    ProtocolType: z.literal("HTTP"),
    ...noEffect("Name", "IpAddressType", "Description", "Tags"),
  }),
  identify: (name, { apiUrl }, logicalId) => {
    const id = name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
    return { ref: id, attributes: { ApiEndpoint: apiUrl(logicalId), ApiId: id } };
  },
});

/** The function behind routes of an HTTP API. */
export const httpIntegration = resourceType({
  type: "AWS::ApiGatewayV2::Integration",
  properties: z.strictObject({
    ApiId: text,
    IntegrationType: z.literal("AWS_PROXY"),
    IntegrationUri: text,
    PayloadFormatVersion: z.literal("2.0"),
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
    TimeoutInMillis: withDefault(wholeNumber(50, 30_000), 30_000),
    ...noEffect("IntegrationMethod", "Description"),
  }),
  identify: (name) => ({ ref: name, attributes: { IntegrationId: name } }),
});

/** Which requests of an HTTP API go to which integration. */
export const httpRoute = resourceType({
  type: "AWS::ApiGatewayV2::Route",
  properties: z.strictObject({
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
    ...noEffect("AuthorizerId", "AuthorizationScopes", "OperationName"),
  }),
  identify: (name) => ({ ref: name, attributes: { RouteId: name } }),
});

/** Serves an HTTP API's routes at the root of its URL. */
export const httpStage = resourceType({
  type: "AWS::ApiGatewayV2::Stage",
  properties: z.strictObject({
    ApiId: text,
    StageName: z.literal("$default"),
    AutoDeploy: flag.check(
      z.refine((value) => value, "must be true to run locally: there are no deployments"),
    ),
    // One person calls a local API.
    ...noEffect("DefaultRouteSettings", "RouteSettings", "AccessLogSettings"),
    ...noEffect("Description", "Tags"),
  }),
});
