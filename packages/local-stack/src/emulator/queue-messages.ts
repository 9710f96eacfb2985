import type { FauxqsServer } from "fauxqs";

import { decodeMessageText } from "./message-text.ts";
import type { TakenMessages } from "./taken-messages.ts";

/** A message as it lies in a queue. */
export interface QueueMessage {
  body: string;
  /** How often it was received until now, also by the queue that it came from. */
  receiveCount: number;
  sentAtMs: number;
  /** Until when it is delayed; undefined where it is not. */
  delayedUntilMs: number | undefined;
}

/** Every message of a queue that is not `taken` out, whatever its state; none where there is no such queue. No receive counts it. */
export function queueMessages(
  fauxqs: Pick<FauxqsServer, "inspectQueue">,
  queueName: string,
  taken: Pick<TakenMessages, "isOut">,
): QueueMessage[] {
  const messages = fauxqs.inspectQueue(queueName)?.messages;
  if (!messages) return [];
  const { ready, inflight, delayed } = messages;
  const all = [...ready, ...inflight.map((entry) => entry.message), ...delayed];
  const left = all.filter(({ body }) => !taken.isOut(queueName, body));
  return left.map((message) => ({
    body: decodeMessageText(message.body),
    receiveCount: message.approximateReceiveCount,
    sentAtMs: message.sentTimestamp,
    delayedUntilMs: message.delayUntil,
  }));
}
