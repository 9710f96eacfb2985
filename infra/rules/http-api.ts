import { isDeepStrictEqual } from "node:util";

import { at, resourcesOf } from "@reddit-crawler/local-stack/template/template-parts";

import { differing, failing, type Rule } from "./rule.ts";

/** A caller of a route has to sign the request, unless a parameter says otherwise. */
export const routesAreAuthorized: Rule = (template) => [
  ...resourcesOf(template, "AWS::ApiGatewayV2::Route").flatMap(([id, { Properties }]) =>
    differing(id, Properties, {
      "AuthorizationType.Ref": "ApiAuthorization",
      "AuthorizerId.Fn::If.1.Ref": "HttpApiAuthorizer",
    }),
  ),
  ...differing("ApiAuthorization", template.Parameters["ApiAuthorization"], { Default: "AWS_IAM" }),
];

/** A token that nobody issued, or that was made for nobody, is not what JWT means: such a deployment is refused. */
export const jwtIsComplete: Rule = ({ Rules }) => {
  const rule = Rules["JwtIsComplete"];
  const isGiven = (name: string) => ({
    "Fn::Not": [{ "Fn::Equals": [{ Ref: name }, ""] }],
  });
  return failing(
    [
      isDeepStrictEqual(rule?.RuleCondition, {
        "Fn::Equals": [{ Ref: "ApiAuthorization" }, "JWT"],
      }),
      "JWT is not checked",
    ],
    ...["ApiJwtIssuer", "ApiJwtAudience"].map(
      (name) =>
        [
          rule?.Assertions.some(({ Assert }) => isDeepStrictEqual(Assert, isGiven(name))) ?? false,
          `JWT goes without ${name}`,
        ] as const,
    ),
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

/** Nobody can order more often than a crawler at one request in 2 s can serve; each request is throttled and logged. */
export const requestsAreThrottledAndLogged: Rule = (template) =>
  resourcesOf(template, "AWS::ApiGatewayV2::Stage").flatMap(([id, { Properties }]) => [
    ...differing(id, Properties, {
      "RouteSettings.POST /crawls.ThrottlingRateLimit": 2,
      "RouteSettings.POST /crawls.ThrottlingBurstLimit": 5,
      "DefaultRouteSettings.ThrottlingRateLimit": 20,
      "DefaultRouteSettings.ThrottlingBurstLimit": 40,
    }),
    ...failing([
      at(Properties, "AccessLogSettings.DestinationArn") !== undefined,
      `${id}: no access log`,
    ]),
  ]);
