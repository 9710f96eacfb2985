import {
  CreateChangeSetCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateDescribeStackEvents,
  UpdateStackCommand,
  type CloudFormationClient,
  type Parameter,
} from "@aws-sdk/client-cloudformation";
import type { Clock } from "@reddit-crawler/function-runtime/clock";

import type { ParameterChange, Stack } from "../stack/stack.ts";
import { awaitChangeSet } from "./change-set.ts";
import { isNoChange, isNoSuchStack, orBusy } from "./cloudformation-errors.ts";

/** How CloudFormation is asked. */
export interface CloudFormationStackOptions {
  client: CloudFormationClient;
  clock: Clock;
  /** Role that CloudFormation changes the resources with; undefined for the one it used last, or the caller's own. */
  serviceRoleArn: string | undefined;
}

/** The stack `name` on CloudFormation. */
export function createCloudFormationStack(
  name: string,
  { client, clock, serviceRoleArn }: CloudFormationStackOptions,
): Stack {
  const common = {
    StackName: name,
    // The template has a role per function, none of them with a name of its own.
    Capabilities: ["CAPABILITY_IAM" as const],
    ...(serviceRoleArn !== undefined && { RoleARN: serviceRoleArn }),
  };
  return {
    name,

    async describe() {
      try {
        const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
        const { StackStatus, Parameters = [] } = Stacks?.[0] ?? {};
        if (StackStatus === undefined || StackStatus === "REVIEW_IN_PROGRESS") return undefined;
        return {
          status: StackStatus,
          parameters: Object.fromEntries(
            Parameters.map((one) => [one.ParameterKey ?? "", one.ParameterValue ?? ""]),
          ),
        };
      } catch (error) {
        if (isNoSuchStack(error)) return undefined;
        throw error;
      }
    },

    async readTemplate() {
      const { TemplateBody = "" } = await client.send(
        new GetTemplateCommand({ StackName: name, TemplateStage: "Original" }),
      );
      return TemplateBody;
    },

    async updateParameters(change) {
      try {
        await client.send(
          new UpdateStackCommand({
            ...common,
            UsePreviousTemplate: true,
            Parameters: parameterList(change),
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof Error && isNoChange(error.message)) return false;
        throw orBusy(error);
      }
    },

    async proposeTemplate(template, change, isNew) {
      const id = { StackName: name, ChangeSetName: `deploy-${clock.now()}` };
      try {
        await client.send(
          new CreateChangeSetCommand({
            ...common,
            ...id,
            ChangeSetType: isNew ? "CREATE" : "UPDATE",
            TemplateBody: template,
            Parameters: parameterList(change),
          }),
        );
      } catch (error) {
        if (error instanceof Error && isNoChange(error.message)) return undefined;
        throw orBusy(error);
      }
      return awaitChangeSet(client, id, clock);
    },

    async *events() {
      for await (const { StackEvents = [] } of paginateDescribeStackEvents(
        { client },
        { StackName: name },
      ))
        for (const event of StackEvents)
          yield {
            logicalId: event.LogicalResourceId ?? "",
            type: event.ResourceType ?? "",
            status: event.ResourceStatus ?? "",
            reason: event.ResourceStatusReason,
          };
    },
  };
}

/** `UsePreviousValue` and not the value that was read: another team may be changing its own meanwhile. */
function parameterList({ set, keep }: ParameterChange): Parameter[] {
  return [
    ...Object.entries(set).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    ...keep.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
  ];
}
