import { createHash, randomUUID } from "node:crypto";

/** A queue that hands out its messages and forgets them. */
export interface MockQueue {
  /** Bodies of the messages that wait. */
  waiting: string[];
  inFlight: number;
  /** Lambda's reports of ended workers: each ends as soon as it is started. */
  ends?: string[];
}

interface QueueInput {
  QueueUrl?: string;
  MaxNumberOfMessages?: number;
  Entries?: { Id: string; MessageBody: string }[];
}

/** What SQS answers to `action`. */
export function answerQueue(action: string, input: QueueInput, queue: MockQueue): object {
  switch (action) {
    case "GetQueueAttributes":
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(queue.waiting.length),
          ApproximateNumberOfMessagesNotVisible: String(queue.inFlight),
        },
      };
    case "ReceiveMessage": {
      const most = input.MaxNumberOfMessages ?? 1;
      if (input.QueueUrl?.endsWith("worker-ends"))
        return { Messages: (queue.ends ?? []).splice(0, most).map(message) };
      const bodies = queue.waiting.splice(0, most);
      queue.inFlight += bodies.length;
      return { Messages: bodies.map(message) };
    }
    case "SendMessageBatch":
      return {
        Successful: (input.Entries ?? []).map(({ Id, MessageBody }) => ({
          Id,
          MessageId: Id,
          MD5OfMessageBody: md5(MessageBody),
        })),
      };
    default:
      return {};
  }
}

function message(Body: string): object {
  const id = randomUUID();
  return {
    MessageId: id,
    ReceiptHandle: id,
    Body,
    MD5OfBody: md5(Body),
    Attributes: { ApproximateReceiveCount: "1", SentTimestamp: String(Date.now()) },
  };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
