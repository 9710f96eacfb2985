import { CloudFormationServiceException } from "@aws-sdk/client-cloudformation";

import { StackBusyError } from "../stack/stack.ts";

/** Whether CloudFormation says that there is no such stack; it has no error of its own for that. */
export function isNoSuchStack(error: unknown): boolean {
  return isServiceError(error) && /does not exist/.test(error.message);
}

/** Whether CloudFormation says that nothing would change, in the words of an update or of a change set. */
export function isNoChange(message: string | undefined): boolean {
  return /No updates are to be performed|didn't contain changes/.test(message ?? "");
}

/** `error`, as a StackBusyError when it says that another operation is running or came first. */
export function orBusy(error: unknown): unknown {
  const isBusy =
    isServiceError(error) &&
    (/_IN_PROGRESS state/.test(error.message) ||
      ["InvalidChangeSetStatus", "OperationInProgressException"].includes(error.name));
  return isBusy ? new StackBusyError(error.message, { cause: error }) : error;
}

function isServiceError(error: unknown): error is CloudFormationServiceException {
  return error instanceof CloudFormationServiceException;
}
