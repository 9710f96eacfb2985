/** What the queue says of itself; both counts are approximate (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html). */
export interface QueueDepth {
  /** Messages that a receive may bring. */
  waiting: number;
  /** Messages that were received and are hidden: with a worker, or after a refusal. */
  inFlight: number;
}

/** One message, hidden from other receivers for the queue's visibility timeout. */
export interface ReceivedMessage {
  messageId: string;
  receiptHandle: string;
  body: string;
  /** SQS's ApproximateReceiveCount, this receive included. */
  receiveCount: number;
  /** When it was sent, in milliseconds since 1970; undefined where the queue did not say. */
  sentAtMs?: number | undefined;
}

/** The queue of posts to download. It has no way to delete a message, on purpose. Every method throws when SQS fails. */
export interface PostQueue {
  depth(): Promise<QueueDepth>;
  /** Up to `count` messages, 1..10; none when the queue holds none that can be seen. */
  receive(count: number): Promise<ReceivedMessage[]>;
  /** Hides a message for `seconds` from now. */
  changeVisibility(receiptHandle: string, seconds: number): Promise<void>;
}
