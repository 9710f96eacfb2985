import { CommandError } from "@reddit-crawler/function-runtime/command-error";

import { artifactParameter, stages } from "../stages/stages.ts";
import type { DeployWorld } from "../world.ts";
import { StackBusyError, type Stack, type StackEvent, type StackState } from "./stack.ts";

/** Milliseconds. Chosen: an update of functions takes about 20 s; CloudFormation limits the requests of an account. */
const pollMs = 3000;
/** Milliseconds. Chosen: longer than any update of this stack, whose slowest part is a bucket policy. */
const longestWaitMs = 60 * 60_000;

/** Statuses in which a stack accepts an operation. */
const settled = new Set([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "IMPORT_COMPLETE",
  "IMPORT_ROLLBACK_COMPLETE",
]);
/** Statuses of a stack that was never created. */
const neverCreated = /^(?:ROLLBACK_COMPLETE|ROLLBACK_FAILED|CREATE_FAILED|DELETE_FAILED)$/;
/** Reason of a failure that only follows from another one: CloudFormation stops what it does concurrently. */
const consequence = /^Resource (?:creation|update|deletion) cancelled$/i;

/**
 * Starts an operation on the stack while no other runs, and waits for its end. `start` gets the stack as it is then,
 * undefined when there is none. It is called again when another operation came first. It resolves to false when there is
 * nothing to do, as `carryOut` then does.
 * @throws {CommandError} when the stack is not the crawler's or accepts no operation, when another one runs for an hour,
 * or with every resource that failed and why.
 */
export async function carryOut(
  world: DeployWorld,
  start: (state: StackState | undefined) => Promise<boolean>,
): Promise<boolean> {
  const { stack, clock } = world;
  for (;;) {
    const state = await awaitIdle(world);
    if (state) requireUpdatable(stack.name, state);
    try {
      if (!(await start(state))) return false;
      break;
    } catch (error) {
      if (!(error instanceof StackBusyError)) throw error;
      await clock.sleep(pollMs);
    }
  }
  const end = await awaitIdle(world);
  if (end?.status === "CREATE_COMPLETE" || end?.status === "UPDATE_COMPLETE") return true;
  throw new CommandError(await describeFailures(stack, end?.status));
}

/** The stack once no operation runs on it. @throws {CommandError} after an hour. */
async function awaitIdle({ stack, clock, print }: DeployWorld): Promise<StackState | undefined> {
  const endMs = clock.now() + longestWaitMs;
  let shown: string | undefined;
  for (;;) {
    const state = await stack.describe();
    if (!state?.status.endsWith("_IN_PROGRESS")) return state;
    if (state.status !== shown) print(`${stack.name}: ${state.status}, waiting`);
    shown = state.status;
    if (clock.now() >= endMs)
      throw new CommandError(`${stack.name} is still in ${state.status} after an hour.`);
    await clock.sleep(pollMs);
  }
}

/** The crawler's stack names its bucket and its four zips; another stack would lose everything to the crawler's template. */
function requireUpdatable(name: string, { status, parameters }: StackState): void {
  if (!settled.has(status)) {
    const remedy = neverCreated.test(status)
      ? `Its creation failed. ${deletion(name)}`
      : `Correct what its events name, then: aws cloudformation continue-update-rollback --stack-name ${name}`;
    throw new CommandError(`${name} is in ${status} and accepts no update. ${remedy}`);
  }
  const missing = ["ArtifactBucket", ...stages.map(artifactParameter)].filter(
    (parameter) => !Object.hasOwn(parameters, parameter),
  );
  if (missing.length > 0)
    throw new CommandError(
      `${name} is no stack of the crawler: it has no parameter ${missing.join(", ")}. Nothing was changed; name another stack.`,
    );
}

/** Why the latest operation ended in `status`: each resource that failed, with CloudFormation's own reason. */
async function describeFailures(stack: Stack, status: string | undefined): Promise<string> {
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
  const advice = failures.some(({ reason }) => /UnreservedConcurrentExecution/.test(reason ?? ""))
    ? ["The account's quota leaves nothing to reserve: add --parameter ReserveConcurrency=false."]
    : [];
  const remedy = neverCreated.test(status ?? "") ? [deletion(stack.name)] : [];
  return [`${stack.name}: ${outcome}.`, ...reasons, ...advice, ...remedy].join("\n");
}

function deletion(name: string): string {
  return `Delete it before the next attempt: aws cloudformation delete-stack --stack-name ${name}`;
}

/** The first event of a creation or an update; those of its rollback are called `…ROLLBACK_IN_PROGRESS`. */
function beginsOperation({ logicalId, type, status }: StackEvent, stackName: string): boolean {
  return (
    type === "AWS::CloudFormation::Stack" &&
    logicalId === stackName &&
    (status === "CREATE_IN_PROGRESS" || status === "UPDATE_IN_PROGRESS")
  );
}
