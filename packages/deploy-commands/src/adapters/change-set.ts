import {
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  type Change,
  type CloudFormationClient,
} from "@aws-sdk/client-cloudformation";
import type { Clock } from "@reddit-crawler/function-runtime/clock";

import { CommandError } from "../command-error.ts";
import type { Proposal, ResourceChange } from "../stack/stack.ts";
import { isNoChange, orBusy } from "./cloudformation-errors.ts";

/** Chosen: CloudFormation compares a template of this size in about 5 s. */
const pollMs = 1000;

/**
 * The change set called `id` once CloudFormation has compared everything; undefined, and deleted, when it changes nothing.
 * @throws {CommandError} with CloudFormation's reason when it could not be made.
 */
export async function awaitChangeSet(
  client: CloudFormationClient,
  id: { StackName: string; ChangeSetName: string },
  clock: Clock,
): Promise<Proposal | undefined> {
  const discard = async () => void (await client.send(new DeleteChangeSetCommand(id)));
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
    } else await clock.sleep(pollMs);
  }

  return {
    changes,
    discard,
    async execute() {
      try {
        await client.send(new ExecuteChangeSetCommand(id));
      } catch (error) {
        // Somebody else's update came first, which no change set outlives.
        await discard();
        throw orBusy(error);
      }
    },
  };
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
