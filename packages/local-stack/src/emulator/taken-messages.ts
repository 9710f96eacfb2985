import type { FauxqsServer } from "fauxqs";

import type { FastifyServer } from "./loopback-fauxqs.ts";
import { decodeMessageText } from "./message-text.ts";
import { sqsCall } from "./sqs-call.ts";

/** Messages that were taken out of their queues. */
export interface TakenOut {
  /** The bodies of all of them, those that were sent since, too. Some may come twice. */
  bodies: () => string[];
  /** How many had been received and were not ended when they were taken out: whoever works on them may still end them. */
  inFlight: () => number;
}

/** A message as its queue holds it, or as a receive gives it. */
interface ReceivedMessage {
  Body: string;
  ReceiptHandle: string;
}

/** What is taken out of the queues. */
export interface TakenMessages {
  /**
   * From now on nobody receives a message of the queues with these names that contains `text`, in ASCII: one that is sent
   * later neither, nor one that was received and comes back.
   */
  takeOut(queueNames: readonly string[], text: string): TakenOut;
  /** Whether the message with this body, as it lies in the queue, is taken out. */
  isOut(queueName: string, body: string): boolean;
  /** Deletes those of the messages just received that are taken out, and gives the others. */
  sift<Message extends ReceivedMessage>(
    queueName: string,
    received: readonly Message[],
  ): Promise<Message[]>;
}

/** What one call has taken out. */
interface Taking {
  queueNames: readonly string[];
  text: string;
  /** Bodies of messages that are no longer in their queue. */
  deleted: string[];
}

/** Nothing is taken out yet. fauxqs 2.4.1 deletes a message only once it is received, so that is when each leaves its queue. */
export function takenMessages(
  fauxqs: Pick<FauxqsServer, "inspectQueue">,
  fastify: Pick<FastifyServer, "inject">,
): TakenMessages {
  const takings: Taking[] = [];
  const takingOf = (queueName: string, body: string) =>
    takings.find(({ queueNames, text }) => queueNames.includes(queueName) && body.includes(text));

  const takeOut: TakenMessages["takeOut"] = (queueNames, text) => {
    const deleted: string[] = [];
    takings.push({ queueNames, text, deleted });
    const inQueues = () =>
      queueNames.flatMap((name) => {
        const held = fauxqs.inspectQueue(name)?.messages;
        return held ? [held] : [];
      });
    return {
      bodies: () => {
        const lying = inQueues().flatMap(({ ready, inflight, delayed }) =>
          [...ready, ...inflight.map(({ message }) => message), ...delayed].flatMap(({ body }) =>
            body.includes(text) ? [decodeMessageText(body)] : [],
          ),
        );
        return [...deleted, ...lying];
      },
      inFlight: () => {
        const nowMs = Date.now();
        return inQueues()
          .flatMap(({ inflight }) => inflight)
          .filter(
            ({ visibilityDeadline, message }) =>
              visibilityDeadline > nowMs && message.body.includes(text),
          ).length;
      },
    };
  };

  return {
    takeOut,
    isOut: (queueName, body) => takingOf(queueName, body) !== undefined,
    sift: async (queueName, received) => {
      const others: (typeof received)[number][] = [];
      for (const message of received) {
        const { Body, ReceiptHandle } = message;
        const taking = takingOf(queueName, Body);
        if (!taking) {
          others.push(message);
          continue;
        }
        taking.deleted.push(decodeMessageText(Body));
        await sqsCall(fastify, "DeleteMessage", { QueueUrl: queueName, ReceiptHandle });
      }
      return others;
    },
  };
}
