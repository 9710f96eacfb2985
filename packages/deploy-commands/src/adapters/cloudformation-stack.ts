import {
  CloudFormationServiceException,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
  paginateDescribeStackEvents,
  UpdateStackCommand,
  type Change,
  type CloudFormationClient,
} from "@aws-sdk/client-cloudformation";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";

import { StackBusyError, type ParameterChange, type Proposal } from "../stack/stack.ts";
import type { ResourceChange, Stack } from "../stack/stack.ts";

/** Milliseconds. Chosen: CloudFormation compares a template of this size in about 5 s. */
const changeSetPollMs = 1000;

/**
 * The stack `name` on CloudFormation, which changes its resources with the role `serviceRoleArn`: without one with the role
 * that it used last, or the caller's own.
 */
export function createCloudFormationStack(
  name: string,
  client: CloudFormationClient,
  clock: Clock,
  serviceRoleArn?: string,
): Stack {
  const request = ({ set, keep }: ParameterChange) => ({
    StackName: name,
    // The template has a role per function, none of them with a name of its own.
    Capabilities: ["CAPABILITY_IAM" as const],
    ...(serviceRoleArn !== undefined && { RoleARN: serviceRoleArn }),
    Parameters: [
      ...Object.entries(set).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      // Not the value that was read: another team may be changing its own meanwhile.
      ...keep.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
    ],
  });
  return {
    name,

    async describe() {
      try {
        const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
        const { StackStatus: status, Parameters = [], Outputs = [] } = Stacks?.[0] ?? {};
        if (status === undefined || status === "REVIEW_IN_PROGRESS") return undefined;
        const parameters = Object.fromEntries(
          Parameters.map((one) => [one.ParameterKey ?? "", one.ParameterValue ?? ""]),
        );
        const outputs = Object.fromEntries(
          Outputs.map((one) => [one.OutputKey ?? "", one.OutputValue ?? ""]),
        );
        return { status, parameters, outputs };
      } catch (error) {
        // CloudFormation has no error of its own for a stack that does not exist.
        if (isServiceError(error) && /does not exist/.test(error.message)) return undefined;
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
      const command = new UpdateStackCommand({ ...request(change), UsePreviousTemplate: true });
      return (await unlessNoChange(() => client.send(command))) !== undefined;
    },

    async proposeTemplate(templateUrl, change, isNew) {
      const id = { StackName: name, ChangeSetName: `deploy-${clock.now()}` };
      const command = new CreateChangeSetCommand({
        ...request(change),
        ...id,
        ChangeSetType: isNew ? "CREATE" : "UPDATE",
        TemplateURL: templateUrl,
      });
      const created = await unlessNoChange(() => client.send(command));
      return created && awaitChangeSet(client, id, clock, isNew);
    },

    async *events() {
      const pages = paginateDescribeStackEvents({ client }, { StackName: name });
      for await (const { StackEvents = [] } of pages)
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

/**
 * The change set called `id` once CloudFormation has compared everything; undefined, and deleted, when it changes nothing.
 * @throws {CommandError} with CloudFormation's reason when it could not be created.
 */
async function awaitChangeSet(
  client: CloudFormationClient,
  id: { StackName: string; ChangeSetName: string },
  clock: Clock,
  isNew: boolean,
): Promise<Proposal | undefined> {
  const discard = async () => {
    await client.send(new DeleteChangeSetCommand(id));
    if (isNew) await deleteShell(client, id.StackName);
  };
  const changes: ResourceChange[] = [];
  for (let page: string | undefined, complete = false; !complete;) {
    const answer = await client.send(new DescribeChangeSetCommand({ ...id, NextToken: page }));
    if (answer.Status === "FAILED") {
      await discard();
      if (isNoChange(answer.StatusReason)) return undefined;
      throw new CommandError(`The change set failed: ${answer.StatusReason ?? "no reason given"}`);
    }
    if (answer.Status === "CREATE_COMPLETE") {
      changes.push(...(answer.Changes ?? []).map(resourceChange));
      page = answer.NextToken;
      complete = page === undefined;
    } else await clock.sleep(changeSetPollMs);
  }
  return {
    changes,
    discard,
    async execute() {
      try {
        await client.send(new ExecuteChangeSetCommand(id));
      } catch (error) {
        // Another update came first, and makes this change set obsolete.
        await discard();
        throw orBusy(error);
      }
    },
  };
}

/** Deletes the empty stack that a change set made, unless somebody else proposes something to it. */
async function deleteShell(client: CloudFormationClient, StackName: string): Promise<void> {
  const { Summaries = [] } = await client.send(new ListChangeSetsCommand({ StackName }));
  // An emulator also lists those of other stacks.
  if (Summaries.some((one) => one.StackName === StackName)) return;
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  if (Stacks?.[0]?.StackStatus === "REVIEW_IN_PROGRESS")
    await client.send(new DeleteStackCommand({ StackName }));
}

function resourceChange({ ResourceChange: change = {} }: Change): ResourceChange {
  const properties = (change.Details ?? []).map(({ Target }) => Target?.Name ?? Target?.Attribute);
  return {
    action: change.Action ?? "",
    logicalId: change.LogicalResourceId ?? "",
    type: change.ResourceType ?? "",
    replacement: change.Replacement,
    properties: [...new Set(properties.filter((name) => name !== undefined))],
  };
}

/** The answer of an operation; undefined when it would change nothing. @throws {StackBusyError} when another one runs. */
async function unlessNoChange<Answer>(send: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof Error && isNoChange(error.message)) return undefined;
    throw orBusy(error);
  }
}

/** Whether CloudFormation says that nothing would change, in the words of an update or of a change set. */
function isNoChange(message: string | undefined): boolean {
  return /No updates are to be performed|didn't contain changes/.test(message ?? "");
}

/** `error`, as a StackBusyError when it says that another operation is running or came first. */
function orBusy(error: unknown): unknown {
  const isBusy =
    isServiceError(error) &&
    (/_IN_PROGRESS state/.test(error.message) ||
      ["InvalidChangeSetStatus", "OperationInProgressException"].includes(error.name));
  return isBusy ? new StackBusyError(error.message, { cause: error }) : error;
}

function isServiceError(error: unknown): error is CloudFormationServiceException {
  return error instanceof CloudFormationServiceException;
}
