import type { Stack, StackEvent } from "./stack.ts";

/** Failures that are only the consequence of another one: CloudFormation stops what it had begun beside it. */
const consequence = /^Resource (?:creation|update|deletion) cancelled$/i;

/** Why the latest operation ended in `status`: each resource that failed, with CloudFormation's own reason. */
export async function describeFailures(stack: Stack, status: string | undefined): Promise<string> {
  const failures: StackEvent[] = [];
  for await (const event of stack.events()) {
    if (event.status.endsWith("_FAILED") && !consequence.test(event.reason ?? ""))
      failures.unshift(event);
    if (beginsOperation(event, stack.name)) break;
  }
  const outcome =
    status === "UPDATE_ROLLBACK_COMPLETE"
      ? "The update failed, and everything is as it was before"
      : `The operation ended as ${status ?? "a stack that is gone"}`;
  const reasons = failures.map(
    ({ logicalId, type, reason }) => `  ${logicalId} (${type}): ${reason ?? "no reason given"}`,
  );
  return [`${stack.name}: ${outcome}.`, ...reasons].join("\n");
}

/** The first event of a creation or an update; those of its rollback are called `…ROLLBACK_IN_PROGRESS`. */
function beginsOperation({ logicalId, type, status }: StackEvent, stackName: string): boolean {
  return (
    type === "AWS::CloudFormation::Stack" &&
    logicalId === stackName &&
    (status === "CREATE_IN_PROGRESS" || status === "UPDATE_IN_PROGRESS")
  );
}
