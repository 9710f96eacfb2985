import { describe, expect, test, vi } from "vitest";

import { functionResource, startTestStack } from "../testing/test-stack.ts";

vi.setConfig({ testTimeout: 20_000 });

const api = (properties = "", integration = "", route = "POST /crawls") => `
Parameters: { Who: { Type: String, Default: NONE } }
Resources:${functionResource("F", properties)}
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      IntegrationUri: !GetAtt F.Arn
      PayloadFormatVersion: "2.0"
      ${integration}
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: ${route}
      Target: !Sub integrations/\${Integration}
      AuthorizationType: !Ref Who
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Api, StageName: $default, AutoDeploy: true }
Outputs:
  ApiUrl: { Value: !GetAtt Api.ApiEndpoint }
`;
const permission = `
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !GetAtt F.Arn
      Action: lambda:InvokeFunction
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub "arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/POST/crawls"
Outputs:`;
const permitted = (...parts: Parameters<typeof api>) =>
  api(...parts).replace("\nOutputs:", permission);

async function callerOf(template: string, code: string) {
  const stack = await startTestStack({ template, code: { "F.zip": code } });
  const call = async (method: string, path: string, init: RequestInit = {}) => {
    const response = await fetch(new URL(path, stack.outputs["ApiUrl"]), { method, ...init });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  return { stack, call };
}

describe("an HTTP API", () => {
  test("hands a request to its route's function and its answer back", async () => {
    const { call } = await callerOf(
      permitted(),
      `exports.handler = async (event) => ({
        statusCode: 201,
        headers: { Location: "/crawls/1", "Content-Type": "application/json" },
        body: JSON.stringify(event),
      })`,
    );
    const answer = await call("POST", "/crawls?a=1", {
      headers: { "X-Colour": "red" },
      body: '{"subreddit":"aww"}',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toBe("/crawls/1");
    expect(JSON.parse(answer.body)).toMatchObject({
      version: "2.0",
      routeKey: "POST /crawls",
      rawPath: "/crawls",
      rawQueryString: "a=1",
      headers: { "x-colour": "red" },
      body: '{"subreddit":"aww"}',
    });
  });

  test("answers 404 where no route fits, before any function runs", async () => {
    const { stack, call } = await callerOf(permitted(), "exports.handler = async () => 1");
    expect(await call("GET", "/crawls")).toMatchObject({
      status: 404,
      body: '{"message":"Not Found"}',
    });
    expect(await call("POST", "/%zz")).toMatchObject({ status: 400 });
    expect(stack.events).toEqual([]);
  });

  test("answers 500 when the function fails, without its words", async () => {
    const { call } = await callerOf(
      permitted(),
      `exports.handler = async () => { throw new Error("secret") }`,
    );
    expect(await call("POST", "/crawls")).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });

  test.each([
    ["the function has no place", "ReservedConcurrentExecutions: 0", ""],
    ["the function takes longer than the integration waits", "", "TimeoutInMillis: 50"],
  ])("answers 503 when %s", async (_what, properties, integration) => {
    const { call } = await callerOf(
      permitted(properties, integration),
      "exports.handler = () => new Promise((resolve) => setTimeout(resolve, 2000))",
    );
    expect(await call("POST", "/crawls")).toMatchObject({
      status: 503,
      body: '{"message":"Service Unavailable"}',
    });
  });

  test("answers 500 and says why where no permission lets it invoke the function", async () => {
    const { stack, call } = await callerOf(api(), "exports.handler = async () => 1");
    expect(await call("POST", "/crawls")).toMatchObject({ status: 500 });
    expect(stack.lines[0]).toContain("POST /crawls answers 500");
  });

  test("follows its template: another route key is another route", async () => {
    const code = "exports.handler = async (event) => event.routeKey";
    const { call } = await callerOf(
      permitted("", "", "$default").replace("/POST/crawls", "/$default"),
      code,
    );
    expect(await call("PATCH", "/any/thing")).toMatchObject({ status: 200, body: "$default" });
  });

  test("that would have to check its callers is refused, naming the parameter to set", async () => {
    const template = api().replace("Default: NONE", "Default: AWS_IAM");
    await expect(callerOf(template, "exports.handler = 1")).rejects.toThrow(
      /Route .*AuthorizationType must be NONE to run locally.* Set the parameter Who \(now "AWS_IAM"\)/,
    );
  });
});
