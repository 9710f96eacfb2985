import type { FauxqsServer } from "fauxqs";

import type { TakenMessages } from "./taken-messages.ts";

/** How many messages a queue holds in each state. */
export interface QueueDepth {
  visible: number;
  inFlight: number;
  delayed: number;
}

/**
 * A queue's depth now; undefined when there is no such queue. Of the messages that are `taken` out only those count that are
 * still worked on.
 * fauxqs moves a message whose timeout or delay has ended only when somebody receives, while SQS counts it at once.
 */
export function queueDepth(
  fauxqs: Pick<FauxqsServer, "inspectQueue">,
  queueName: string,
  nowMs: number,
  taken: Pick<TakenMessages, "isOut">,
): QueueDepth | undefined {
  const messages = fauxqs.inspectQueue(queueName)?.messages;
  if (!messages) return undefined;
  const isIn = ({ body }: { body: string }) => !taken.isOut(queueName, body);
  const inFlight = messages.inflight.filter((entry) => entry.visibilityDeadline > nowMs).length;
  const back = messages.inflight.filter((entry) => entry.visibilityDeadline <= nowMs);
  const waiting = messages.delayed.filter(isIn);
  const delayed = waiting.filter((message) => (message.delayUntil ?? 0) > nowMs).length;
  const visible = [...messages.ready, ...back.map(({ message }) => message)].filter(isIn).length;
  return { visible: visible + waiting.length - delayed, inFlight, delayed };
}
