import { describe, expect, test } from "vitest";

import { lambdaFunctionType } from "../resources/lambda.ts";
import { resourceTypes } from "../resources/resource-types.ts";
import { sqsQueue } from "../resources/sqs-queue.ts";
import { parameterValues } from "./parameter-values.ts";
import { parseTemplate } from "./parse-template.ts";
import { resolveStack } from "./resolve-stack.ts";

const site = {
  region: "us-east-1",
  accountId: "000000000000",
  stackName: "local",
  endpointUrl: "http://127.0.0.1:1",
  apiUrl: () => "http://127.0.0.1:2",
};

function resolve(text: string, given: Record<string, string> = {}) {
  const template = parseTemplate(text);
  return resolveStack(template, parameterValues(template.Parameters, given), site, resourceTypes);
}

const base = `
Parameters:
  Name: { Type: String, Default: jobs }
  Size: { Type: Number, Default: 5 }
Conditions:
  IsJobs: !Equals [!Ref Name, jobs]
  IsFive: !Equals [!Ref Size, 5]
  IsBoth: !And [!Condition IsJobs, !Not [!Equals [!Ref Name, other]]]
  IsEither: !Or [!Equals [!Ref Name, a], !Equals [!Ref Name, b]]
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Name } }
  Unnamed: { Type: AWS::SQS::Queue }
  Never: { Type: AWS::SQS::Queue, Condition: IsEither }
  Bucket: { Type: AWS::S3::Bucket }
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }
  Role: { Type: AWS::IAM::Role }
Outputs:
  Out: { Value: `;
const output = (expression: string, given: Record<string, string> = {}) =>
  resolve(`${base}${expression} }`, given).outputs["Out"];

describe("an expression", () => {
  test.each([
    ["!Ref Queue", "http://127.0.0.1:1/000000000000/jobs"],
    ["!GetAtt Queue.Arn", "arn:aws:sqs:us-east-1:000000000000:jobs"],
    ["!GetAtt [Unnamed, QueueName]", "local-Unnamed"],
    ["!Ref Bucket", "local-bucket"],
    ["!Sub '${Bucket.Arn}/*'", "arn:aws:s3:::local-bucket/*"],
    ["!Sub ['${A}-${Name}-${!Name}', { A: !Ref Size }]", "5-jobs-${Name}"],
    [
      "!Sub 'arn:${AWS::Partition}:x:${AWS::Region}:${AWS::AccountId}'",
      "arn:aws:x:us-east-1:000000000000",
    ],
    ["!GetAtt Api.ApiEndpoint", "http://127.0.0.1:2"],
    [
      "!Sub 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/crawls'",
      "http://127.0.0.1:2/crawls",
    ],
    ["!GetAtt Role.Arn", "arn:aws:iam::000000000000:role/local-Role"],
    ["!Join ['-', [a, !Ref Size, !Ref 'AWS::NoValue']]", "a-5"],
    ["!If [IsBoth, yes, no]", "yes"],
    ["!If [IsEither, yes, no]", "no"],
    ["!If [IsFive, yes, no]", "yes"],
    ["{ 'Fn::If': [IsJobs, { Ref: Size }, no] }", "5"],
  ])("%s gives %s", (expression, value) => {
    expect(output(expression)).toBe(value);
  });

  test.each([
    ["!Ref Nobody", "Output Out: Nobody is neither a parameter nor a resource of the template"],
    ["!Ref AWS::Nothing", "Output Out: AWS::Nothing is not known to the local stack"],
    ["!Ref Never", "Output Out: Never is not created, because its condition IsEither is false"],
    ["!GetAtt Queue.Colour", "Output Out: Queue has no attribute Colour in the local stack"],
    ["!If [Nobody, a, b]", "Output Out: Condition Nobody is not in the template"],
    ["{ 'Fn::FindInMap': [a, b, c] }", "Output Out: Fn::FindInMap is not known to the local stack"],
    ["!Join [[], [a]]", "Output Out: Fn::Join needs text, but has []"],
  ])("%s is refused: %s", (expression, message) => {
    expect(() => output(expression)).toThrow(message);
  });

  test("of a name that refers to itself is refused", () => {
    const text =
      "Resources: { Q: { Type: AWS::SQS::Queue, Properties: { QueueName: !GetAtt Q.Arn } } }";
    expect(() => resolve(text)).toThrow("Q (AWS::SQS::Queue): The name of Q refers to itself");
  });

  test("of a condition that refers to itself is refused", () => {
    const text =
      "Conditions: { A: !Not [!Condition A] }\nResources: {}\nOutputs: { O: { Value: a, Condition: A } }";
    expect(() => resolve(text)).toThrow("Output O: Condition A refers to itself");
  });
});

describe("a resource", () => {
  test("is left out where its condition is false", () => {
    const queues = resolve(`${base}x }`).resourcesOf(sqsQueue);
    expect(queues.map(({ logicalId }) => logicalId)).toEqual(["Queue", "Unnamed"]);
  });

  test("loses the properties that AWS::NoValue stands for", () => {
    const text = `
Parameters: { Reserve: { Type: String, Default: "false" }, Places: { Type: Number, Default: 3 } }
Conditions: { Reserves: !Equals [!Ref Reserve, "true"] }
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs24.x
      Code: { S3Key: f.zip }
      ReservedConcurrentExecutions: !If [Reserves, !Ref Places, !Ref AWS::NoValue]`;
    const places = (Reserve: string) =>
      resolve(text, { Reserve }).resourcesOf(lambdaFunctionType)[0]?.properties
        .ReservedConcurrentExecutions;
    expect([places("false"), places("true")]).toEqual([undefined, 3]);
  });

  test.each([
    [
      "Q: { Type: AWS::DynamoDB::Table }",
      "Q (AWS::DynamoDB::Table): the local stack does not know this type",
    ],
    [
      "Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }",
      "Q (AWS::SQS::Queue): Properties: FifoQueue is not supported by the local stack",
    ],
    [
      "Q: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 43201 } }",
      "Q (AWS::SQS::Queue): Properties.VisibilityTimeout must be a whole number from 0 to 43200",
    ],
    [
      "S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: t, Endpoint: e, Protocol: email } }",
      "S (AWS::SNS::Subscription): Properties.Protocol must be lambda or sqs to run locally",
    ],
    [
      "F: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Code: { S3Key: k } } }",
      "F (AWS::Lambda::Function): Properties.Runtime must be a Node.js runtime to run locally",
    ],
    [
      "F: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs24.x, Handler: a.b, Code: { ZipFile: x } } }",
      "F (AWS::Lambda::Function): Properties.Code.S3Key is missing or no text",
    ],
    [
      "R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: cron(0 * * * ? *) } }",
      "R (AWS::Events::Rule): Properties.ScheduleExpression must be rate(<n> minute(s)|hour(s)|day(s)) to run locally",
    ],
    [
      "R: { Type: AWS::IAM::Role, Properties: { A: !GetAtt Nobody.Arn } }",
      "R (AWS::IAM::Role): Nobody is neither",
    ],
  ])("%s is refused: %s", (resource, message) => {
    expect(() => resolve(`Resources: { ${resource} }`)).toThrow(message);
  });

  test("that cannot run because of a parameter names the parameter", () => {
    const text = `
Parameters: { Who: { Type: String, Default: AWS_IAM, AllowedValues: [AWS_IAM, NONE] } }
Conditions: { IsOpen: !Equals [!Ref Who, NONE] }
Resources:
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: a, RouteKey: $default, Target: integrations/i, AuthorizationType: !If [IsOpen, NONE, AWS_IAM] }`;
    expect(() => resolve(text)).toThrow(
      'Set the parameter Who (now "AWS_IAM"; one of AWS_IAM, NONE)',
    );
    expect(() => resolve(text, { Who: "NONE" })).not.toThrow();
  });

  test("that is broken does not hide the next one", () => {
    const text = "Resources: { A: { Type: AWS::A }, B: { Type: AWS::B } }";
    expect(() => resolve(text)).toThrow(
      "- A (AWS::A): the local stack does not know this type\n- B (AWS::B): the local stack does not know this type",
    );
  });
});

describe("a rule of the template", () => {
  const text = `
Parameters:
  Way: { Type: String, Default: key }
  Key: { Type: String, Default: "" }
Rules:
  KeyIsGiven:
    RuleCondition: !Equals [!Ref Way, key]
    Assertions:
      - { Assert: !Not [!Equals [!Ref Key, ""]], AssertDescription: Way=key needs a Key. }
Resources: {}`;

  test("that does not hold is refused in the template's words", () => {
    expect(() => resolve(text)).toThrow("Rule KeyIsGiven: Way=key needs a Key.");
  });

  test.each([[{ Key: "k" }], [{ Way: "none" }]])("holds, or does not apply, for %j", (given) => {
    expect(() => resolve(text, given)).not.toThrow();
  });
});
