import {
  CloudFormationClient,
  CloudFormationServiceException,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";

import { StackBusyError } from "../stack/stack.ts";
import { createCloudFormationStack } from "./cloudformation-stack.ts";

const cloudFormation = mockClient(CloudFormationClient);
let now = 1000;
const client = new CloudFormationClient({ region: "us-east-1" });
const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };
const stack = createCloudFormationStack("crawler", client, clock);
const change = { set: { BalancerArtifact: "balancer/new.zip" }, keep: ["LogLevel"] };
const parameters = [
  { ParameterKey: "BalancerArtifact", ParameterValue: "balancer/new.zip" },
  { ParameterKey: "LogLevel", UsePreviousValue: true },
];
const failure = (name: string, message: string) =>
  new CloudFormationServiceException({ name, message, $fault: "client", $metadata: {} });
const validation = (message: string) => failure("ValidationError", message);

beforeEach(() => {
  cloudFormation.reset();
  now = 1000;
});

describe("a stack is described", () => {
  test("by its status and parameters", async () => {
    cloudFormation.on(DescribeStacksCommand).resolves({
      Stacks: [
        {
          StackName: "crawler",
          CreationTime: new Date(0),
          StackStatus: "UPDATE_COMPLETE",
          Parameters: [{ ParameterKey: "LogLevel", ParameterValue: "info" }],
          Outputs: [{ OutputKey: "ApiUrl", OutputValue: "https://api.test" }],
        },
      ],
    });
    expect(await stack.describe()).toEqual({
      status: "UPDATE_COMPLETE",
      parameters: { LogLevel: "info" },
      outputs: { ApiUrl: "https://api.test" },
    });
  });

  test("as missing when there is none, or only a change set's shell", async () => {
    cloudFormation
      .on(DescribeStacksCommand)
      .rejectsOnce(validation("Stack with id crawler does not exist"))
      .resolvesOnce({
        Stacks: [
          { StackName: "crawler", CreationTime: new Date(0), StackStatus: "REVIEW_IN_PROGRESS" },
        ],
      });
    expect(await stack.describe()).toBeUndefined();
    expect(await stack.describe()).toBeUndefined();
  });

  test("never as missing when CloudFormation does not answer", async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(failure("AccessDenied", "no"));
    await expect(stack.describe()).rejects.toThrow("no");
  });
});

test("a stack's template is read as it was written", async () => {
  cloudFormation
    .on(GetTemplateCommand, { StackName: "crawler", TemplateStage: "Original" })
    .resolves({ TemplateBody: "Resources: {}" });
  expect(await stack.readTemplate()).toBe("Resources: {}");
});

describe("an update of parameters", () => {
  test("keeps the template, and the others' values without reading them", async () => {
    cloudFormation.on(UpdateStackCommand).resolves({});
    expect(await stack.updateParameters(change)).toBe(true);
    expect(cloudFormation.commandCalls(UpdateStackCommand)[0]?.args[0].input).toEqual({
      StackName: "crawler",
      Capabilities: ["CAPABILITY_IAM"],
      UsePreviousTemplate: true,
      Parameters: parameters,
    });
  });

  test("that changes nothing is told apart from one that fails", async () => {
    cloudFormation
      .on(UpdateStackCommand)
      .rejectsOnce(validation("No updates are to be performed."))
      .rejectsOnce(validation("Parameters: [Balancer] do not exist in the template"));
    expect(await stack.updateParameters(change)).toBe(false);
    await expect(stack.updateParameters(change)).rejects.toThrow("do not exist");
  });

  test("of a busy stack says so", async () => {
    cloudFormation
      .on(UpdateStackCommand)
      .rejects(validation("Stack:arn:… is in UPDATE_IN_PROGRESS state and can not be updated."));
    await expect(stack.updateParameters(change)).rejects.toThrow(StackBusyError);
  });
});

describe("a proposed template", () => {
  const id = { StackName: "crawler", ChangeSetName: "deploy-1000" };
  const url = "https://s3.us-east-1.amazonaws.com/zips/templates/1.yaml";

  test("is compared to the end, page by page", async () => {
    cloudFormation.on(CreateChangeSetCommand).resolves({});
    cloudFormation
      .on(DescribeChangeSetCommand)
      .resolvesOnce({ Status: "CREATE_IN_PROGRESS" })
      .resolvesOnce({
        Status: "CREATE_COMPLETE",
        NextToken: "2",
        Changes: [{ ResourceChange: { Action: "Add", LogicalResourceId: "A", ResourceType: "T" } }],
      })
      .resolvesOnce({
        Status: "CREATE_COMPLETE",
        Changes: [
          {
            ResourceChange: {
              Action: "Modify",
              LogicalResourceId: "B",
              ResourceType: "T",
              Replacement: "False",
              Details: [
                { Target: { Name: "Code", Attribute: "Properties" } },
                { Target: { Name: "Code", Attribute: "Properties" } },
                { Target: { Attribute: "Metadata" } },
              ],
            },
          },
        ],
      });
    const proposal = await stack.proposeTemplate(url, change, true);
    expect(proposal?.changes).toEqual([
      { action: "Add", logicalId: "A", type: "T", replacement: undefined, properties: [] },
      {
        action: "Modify",
        logicalId: "B",
        type: "T",
        replacement: "False",
        properties: ["Code", "Metadata"],
      },
    ]);
    expect(cloudFormation.commandCalls(CreateChangeSetCommand)[0]?.args[0].input).toEqual({
      ...id,
      Capabilities: ["CAPABILITY_IAM"],
      ChangeSetType: "CREATE",
      TemplateURL: url,
      Parameters: parameters,
    });
  });

  test("that changes nothing leaves no change set behind", async () => {
    cloudFormation.on(CreateChangeSetCommand).resolves({});
    cloudFormation.on(DescribeChangeSetCommand).resolves({
      Status: "FAILED",
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    expect(await stack.proposeTemplate(url, change, false)).toBeUndefined();
    expect(cloudFormation.commandCalls(DeleteChangeSetCommand)[0]?.args[0].input).toEqual(id);
  });

  test.each([
    ["the empty stack that it made", 0, "REVIEW_IN_PROGRESS", 1],
    ["no stack to which somebody else proposes something", 1, "REVIEW_IN_PROGRESS", 0],
    ["no stack that is being created meanwhile", 0, "CREATE_IN_PROGRESS", 0],
  ] as const)("that is discarded takes along %s", async (_, others, StackStatus, deleted) => {
    const stacks = [{ StackName: "crawler", CreationTime: new Date(0), StackStatus }];
    cloudFormation.on(CreateChangeSetCommand).resolves({});
    cloudFormation.on(DescribeChangeSetCommand).resolves({ Status: "CREATE_COMPLETE" });
    cloudFormation
      .on(ListChangeSetsCommand)
      .resolves({ Summaries: Array.from({ length: others }, () => ({ StackName: "crawler" })) });
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: stacks });
    await (await stack.proposeTemplate(url, change, true))?.discard();
    expect(cloudFormation.commandCalls(DeleteChangeSetCommand)).toHaveLength(1);
    expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(deleted);
  });

  test("that cannot be compared fails with the reason", async () => {
    cloudFormation.on(CreateChangeSetCommand).resolves({});
    cloudFormation
      .on(DescribeChangeSetCommand)
      .resolves({ Status: "FAILED", StatusReason: "Template error: no resource X" });
    await expect(stack.proposeTemplate(url, change, false)).rejects.toThrow(
      "The change set failed: Template error: no resource X",
    );
  });

  test("that another update made obsolete is discarded and counts as busy", async () => {
    cloudFormation.on(CreateChangeSetCommand).resolves({});
    cloudFormation.on(DescribeChangeSetCommand).resolves({ Status: "CREATE_COMPLETE" });
    cloudFormation
      .on(ExecuteChangeSetCommand)
      .rejects(failure("InvalidChangeSetStatus", "ChangeSet is in OBSOLETE status"));
    const proposal = await stack.proposeTemplate(url, change, false);
    await expect(proposal?.execute()).rejects.toThrow(StackBusyError);
    expect(cloudFormation.commandCalls(DeleteChangeSetCommand)).toHaveLength(1);
  });
});

test("events are read newest first, page by page", async () => {
  const event = (LogicalResourceId: string) => ({
    StackId: "s",
    EventId: "e",
    StackName: "crawler",
    Timestamp: new Date(0),
    LogicalResourceId,
    ResourceType: "T",
    ResourceStatus: "UPDATE_FAILED" as const,
    ResourceStatusReason: "why",
  });
  cloudFormation
    .on(DescribeStackEventsCommand)
    .resolvesOnce({ StackEvents: [event("B")], NextToken: "2" })
    .resolvesOnce({ StackEvents: [event("A")] });
  const events = [];
  for await (const one of stack.events()) events.push(one);
  expect(events).toEqual([
    { logicalId: "B", type: "T", status: "UPDATE_FAILED", reason: "why" },
    { logicalId: "A", type: "T", status: "UPDATE_FAILED", reason: "why" },
  ]);
});
