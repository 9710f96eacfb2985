import type { FauxqsServer } from "fauxqs";

/** How many messages a queue holds in each state. */
export interface QueueDepth {
  visible: number;
  inFlight: number;
  delayed: number;
}

/**
 * A queue's depth now; undefined when there is no such queue.
 * fauxqs moves a message whose timeout or delay has ended only when somebody receives, while SQS counts it at once.
 */
export function queueDepth(
  fauxqs: Pick<FauxqsServer, "inspectQueue">,
  queueName: string,
  nowMs: number,
): QueueDepth | undefined {
  const messages = fauxqs.inspectQueue(queueName)?.messages;
  if (!messages) return undefined;
  const inFlight = messages.inflight.filter((entry) => entry.visibilityDeadline > nowMs).length;
  const delayed = messages.delayed.filter((message) => (message.delayUntil ?? 0) > nowMs).length;
  const all = messages.ready.length + messages.inflight.length + messages.delayed.length;
  return { visible: all - inFlight - delayed, inFlight, delayed };
}
