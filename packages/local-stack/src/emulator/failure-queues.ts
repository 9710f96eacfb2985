import type { FauxqsServer } from "fauxqs";

import { sqsQueue } from "../resources/sqs-queue.ts";
import type { ResolvedStack } from "../template/resolve-stack.ts";
import { encodeMessageText } from "./message-text.ts";

/** The stack's queues as places for what failed. */
export interface FailureQueues {
  has: (queueArn: string) => boolean;
  /** @throws {Error} when the stack has no such queue. */
  send: (queueArn: string, body: string) => void;
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
    send: (queueArn, body) => {
      const name = names.get(queueArn);
      if (name === undefined) throw new Error(`The stack has no queue ${queueArn}`);
      fauxqs.sendMessage(name, encodeMessageText(body));
    },
  };
}
