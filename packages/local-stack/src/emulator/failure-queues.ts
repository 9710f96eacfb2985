import type { FauxqsServer } from "fauxqs";

import { sqsQueue } from "../resources/sqs-queue.ts";
import type { ResolvedStack } from "../template/resolve-stack.ts";
import { encodeMessageText } from "./message-text.ts";

/** A message for the queue that collects what a function could not do. */
export interface FailureMessage {
  body: string;
  messageAttributes: Record<string, { DataType: string; StringValue: string }>;
}

/** The stack's queues as places for what failed. */
export interface FailureQueues {
  has: (queueArn: string) => boolean;
  /** @throws {Error} when the stack has no such queue. */
  send: (queueArn: string, message: FailureMessage) => void;
}

/** Every queue of `stack`, by its ARN. */
export function failureQueues(
  stack: ResolvedStack,
  fauxqs: Pick<FauxqsServer, "sendMessage">,
): FailureQueues {
  const names = new Map(
    stack.resourcesOf(sqsQueue).map(({ name, identity }) => [identity.attributes["Arn"], name]),
  );
  return {
    has: (queueArn) => names.has(queueArn),
    send: (queueArn, { body, messageAttributes }) => {
      const name = names.get(queueArn);
      if (name === undefined) throw new Error(`The stack has no queue ${queueArn}`);
      fauxqs.sendMessage(name, encodeMessageText(body), { messageAttributes });
    },
  };
}
