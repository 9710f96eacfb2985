import { CommandError } from "../command-error.ts";
import { StackBusyError, type DeployPorts, type StackState } from "./stack.ts";
import { describeFailures } from "./stack-failures.ts";

/** Chosen: an update of functions takes about 20 s, and CloudFormation answers a few questions a second per account. */
const pollMs = 3000;
/** Chosen: longer than any update of this stack, whose slowest part is a bucket policy. */
const longestWaitMs = 60 * 60_000;

/** Statuses after which a stack takes the next order. */
const settled = new Set([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "IMPORT_COMPLETE",
  "IMPORT_ROLLBACK_COMPLETE",
]);

/** The stack once nothing is running on it, undefined when there is none. @throws {CommandError} after an hour. */
async function awaitIdle(ports: DeployPorts): Promise<StackState | undefined> {
  const { stack, clock, print } = ports;
  const endMs = clock.now() + longestWaitMs;
  let told: string | undefined;
  for (;;) {
    const state = await stack.describe();
    if (!state?.status.endsWith("_IN_PROGRESS")) return state;
    if (state.status !== told) print(`${stack.name}: ${state.status}, waiting`);
    told = state.status;
    if (clock.now() >= endMs)
      throw new CommandError(`${stack.name} is still in ${state.status} after an hour.`);
    await clock.sleep(pollMs);
  }
}

/**
 * Has `order` carried out on a stack that nothing else is running on, and waits for its end. `order` is given the stack as
 * it then is, anew whenever someone else was faster, and resolves to false when there is nothing to do.
 * @throws {CommandError} naming every resource that failed and why.
 */
export async function carryOut(
  ports: DeployPorts,
  order: (state: StackState | undefined) => Promise<boolean>,
): Promise<boolean> {
  const { stack, clock } = ports;
  for (;;) {
    const state = await awaitIdle(ports);
    if (state && !settled.has(state.status))
      throw new CommandError(stuck(stack.name, state.status));
    try {
      if (!(await order(state))) return false;
      break;
    } catch (error) {
      if (!(error instanceof StackBusyError)) throw error;
      await clock.sleep(pollMs);
    }
  }
  const end = await awaitIdle(ports);
  if (end?.status === "CREATE_COMPLETE" || end?.status === "UPDATE_COMPLETE") return true;
  throw new CommandError(await describeFailures(stack, end?.status));
}

function stuck(name: string, status: string): string {
  const remedy = [
    "ROLLBACK_COMPLETE",
    "ROLLBACK_FAILED",
    "CREATE_FAILED",
    "DELETE_FAILED",
  ].includes(status)
    ? `Its creation failed, and only deleting it helps: aws cloudformation delete-stack --stack-name ${name}`
    : `Mend what its events name, then: aws cloudformation continue-update-rollback --stack-name ${name}`;
  return `${name} is in ${status} and takes no update. ${remedy}`;
}
