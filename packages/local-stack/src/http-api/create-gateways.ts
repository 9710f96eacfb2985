import type { Handler } from "../endpoint/loopback-server.ts";
import { httpApi, httpIntegration, httpRoute, httpStage } from "../resources/http-api.ts";
import type { ResolvedStack } from "../template/resolve-stack.ts";
import { TemplateError } from "../template/template-error.ts";
import { createHttpGateway, type HttpRoute } from "./http-gateway.ts";
import type { Wiring } from "../wiring.ts";

/**
 * Every HTTP API of the stack, by its logical id.
 * @throws {TemplateError} listing APIs without a stage, and routes whose integration or function is not there.
 */
export function createGateways(stack: ResolvedStack, options: Wiring): Map<string, Handler> {
  const problems: string[] = [];
  const gateways = new Map<string, Handler>();
  for (const api of stack.resourcesOf(httpApi)) {
    const apiId = api.identity.ref;
    if (!stack.resourcesOf(httpStage).some(({ properties }) => properties.ApiId === apiId))
      problems.push(`${api.logicalId}: an API without an AWS::ApiGatewayV2::Stage answers nobody`);
    const routes = stack
      .resourcesOf(httpRoute)
      .filter(({ properties }) => properties.ApiId === apiId)
      .flatMap(({ logicalId, properties }) => {
        const route = connectRoute(stack, apiId, properties, options);
        if (typeof route !== "string") return [route];
        problems.push(`${logicalId}: ${route}`);
        return [];
      });
    gateways.set(
      api.logicalId,
      createHttpGateway({ apiId, accountId: options.site.accountId, routes }),
    );
  }
  if (problems.length > 0) throw new TemplateError(problems);
  return gateways;
}

/** A route with the function behind it, or why there is none. */
function connectRoute(
  stack: ResolvedStack,
  apiId: string,
  { RouteKey, Target }: { RouteKey: string; Target: string },
  { site, findFunction, mayInvoke, onLog }: Wiring,
): HttpRoute | string {
  const integration = stack
    .resourcesOf(httpIntegration)
    .find(({ identity }) => Target === `integrations/${identity.ref}`)?.properties;
  if (!integration) return `the stack has no ${Target}`;
  const target = findFunction(functionArn(integration.IntegrationUri));
  if (!target) return `the stack has no function ${integration.IntegrationUri}`;

  const [method, path] = RouteKey.split(" ");
  const place = path === undefined ? "$default" : `${method === "ANY" ? "*" : method}${path}`;
  const routeArn = `arn:aws:execute-api:${site.region}:${site.accountId}:${apiId}/$default/${place}`;
  const permitted = mayInvoke(target, "apigateway.amazonaws.com", routeArn);
  if (!permitted)
    onLog({
      function: target.logicalId,
      line: `No AWS::Lambda::Permission lets ${routeArn} invoke it; ${RouteKey} answers 500`,
    });
  return { routeKey: RouteKey, target, timeoutMs: integration.TimeoutInMillis, permitted };
}

/** The function's ARN, which may stand inside the path of Lambda's Invoke action. */
function functionArn(integrationUri: string): string {
  return /\/functions\/(arn:[^/]+)\/invocations$/.exec(integrationUri)?.[1] ?? integrationUri;
}
