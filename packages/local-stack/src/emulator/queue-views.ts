import type { FauxqsServer } from "fauxqs";

import { queueDepth, type QueueDepth } from "./queue-depth.ts";
import { queueMessages, type QueueMessage } from "./queue-messages.ts";
import type { TakenMessages, TakenOut } from "./taken-messages.ts";

/** A stack's queues for this process, without a connection. */
export interface QueueViews {
  /** Every queue's depth now, by logical id. */
  queues: () => Record<string, QueueDepth & { url: string }>;
  /** Every message of the queue with this URL, whatever its state, without receiving it. */
  messages: (queueUrl: string) => QueueMessage[];
  /**
   * Takes the messages that contain `text`, in ASCII, out of the queues with these URLs, those that are sent later, too:
   * nobody receives or counts them any more. What works on one that it has received goes on.
   */
  takeOut: (queueUrls: readonly string[], text: string) => TakenOut;
}

/** What names a queue in the template, in fauxqs and for clients. */
interface NamedQueue {
  logicalId: string;
  name: string;
  identity: { ref: string };
}

/** The views of these queues. */
export function queueViews(
  queues: readonly NamedQueue[],
  fauxqs: Pick<FauxqsServer, "inspectQueue">,
  taken: TakenMessages,
): QueueViews {
  const namesOf = (urls: readonly string[]) =>
    queues.flatMap(({ identity, name }) => (urls.includes(identity.ref) ? [name] : []));
  const none = { visible: 0, inFlight: 0, delayed: 0 };
  return {
    queues: () =>
      Object.fromEntries(
        queues.map(({ logicalId, name, identity }) => {
          const depth = queueDepth(fauxqs, name, Date.now(), taken) ?? none;
          return [logicalId, { ...depth, url: identity.ref }];
        }),
      ),
    messages: (url) => namesOf([url]).flatMap((name) => queueMessages(fauxqs, name, taken)),
    takeOut: (urls, text) => taken.takeOut(namesOf(urls), text),
  };
}
