import { at, resourcesOf } from "@reddit-crawler/local-stack/template/template-parts";

import { failing, type Rule } from "./rule.ts";

/** Whoever calls a route has to sign the request, unless a parameter says otherwise. */
export const routesAreAuthorized: Rule = (template) => {
  const routes = resourcesOf(template, "AWS::ApiGatewayV2::Route");
  return failing(
    ...routes.flatMap(([id, { Properties }]) => [
      [at(Properties, "AuthorizationType.Ref") === "ApiAuthorization", `${id} is open`] as const,
      [
        at(Properties, "AuthorizerId.Fn::If.1.Ref") === "HttpApiAuthorizer",
        `${id} takes any token`,
      ] as const,
    ]),
    [
      at(template.Parameters, "ApiAuthorization.Default") === "AWS_IAM",
      "requests need no signature by default",
    ],
  );
};

/** A path or method that the API does not know is answered by our function, in our error shape. */
export const everyRequestIsAnswered: Rule = (template) => {
  const routes = new Set(
    resourcesOf(template, "AWS::ApiGatewayV2::Route").map(([, route]) =>
      at(route, "Properties.RouteKey"),
    ),
  );
  return ["POST /crawls", "$default"]
    .filter((key) => !routes.has(key))
    .map((key) => `no route ${key}`);
};

/** Nobody can order more often than a crawler at one request in 2 s can serve, or ask without end; each request is logged. */
export const requestsAreThrottledAndLogged: Rule = (template) =>
  resourcesOf(template, "AWS::ApiGatewayV2::Stage").flatMap(([id, { Properties }]) => {
    const orders = Object(at(Properties, "RouteSettings"))["POST /crawls"];
    return failing(
      [at(orders, "ThrottlingRateLimit") === 2, `${id}: other rate of crawls`],
      [at(orders, "ThrottlingBurstLimit") === 5, `${id}: other burst of crawls`],
      [at(Properties, "DefaultRouteSettings.ThrottlingRateLimit") === 20, `${id}: other rate`],
      [at(Properties, "DefaultRouteSettings.ThrottlingBurstLimit") === 40, `${id}: other burst`],
      [at(Properties, "AccessLogSettings.DestinationArn") !== undefined, `${id}: no access log`],
    );
  });
