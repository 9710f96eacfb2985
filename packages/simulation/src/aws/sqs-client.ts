import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

import type { FunctionProcess } from "../function-process.ts";
import type { AwsClientLimits } from "@reddit-crawler/function-runtime/aws-client-limits";

import { callService, sdkClient } from "./call-service.ts";
import type { Delivery, PostQueue } from "./post-queue.ts";
import { ServiceError } from "./service-error.ts";

/** An SQS client in `process` whose every queue is `queue`, or its dead-letter queue where one is at that URL. */
export function sqsClient(
  process: FunctionProcess,
  queue: PostQueue,
  settings: AwsClientLimits,
  deadLetterQueueUrl?: string,
): SQSClient {
  const call = <Answer>(operation: string, about: string, effect: () => Answer) =>
    callService(process, { operation: `sqs:${operation}`, about, effect }, settings);

  return sdkClient(async (command) => {
    if (command instanceof SendMessageBatchCommand) {
      const entries = (command.input.Entries ?? []).map(({ Id, MessageBody, DelaySeconds }) => ({
        id: Id ?? "",
        body: MessageBody ?? "",
        delaySeconds: DelaySeconds ?? 0,
      }));
      const about = entries.map(({ id }) => id).join(" ");
      return call("SendMessageBatch", about, () => {
        const { failed } = queue.sendBatch(entries);
        return { Failed: failed.map((Id) => ({ Id, Code: "InternalError", SenderFault: false })) };
      });
    }
    if (command instanceof SendMessageCommand) {
      const { QueueUrl, MessageBody = "", DelaySeconds = 0 } = command.input;
      if (QueueUrl === deadLetterQueueUrl)
        return call("SendMessage", "to the dead-letter queue", () => {
          queue.sendToDeadLetters(MessageBody);
          return {};
        });
      // Where a longer one is an error (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html).
      if (DelaySeconds > 900) throw new ServiceError("InvalidParameterValue", 400);
      const entry = { id: "1", body: MessageBody, delaySeconds: DelaySeconds };
      return call("SendMessage", "", () => {
        // Alone, a message that is refused is an error.
        if (queue.sendBatch([entry]).failed.length > 0)
          throw new ServiceError("InternalError", 500);
        return {};
      });
    }
    if (command instanceof GetQueueAttributesCommand) {
      const { waiting, inFlight } = await call("GetQueueAttributes", "", () => queue.counts());
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(waiting),
          ApproximateNumberOfMessagesNotVisible: String(inFlight),
        },
      };
    }
    if (command instanceof ReceiveMessageCommand) {
      const most = command.input.MaxNumberOfMessages ?? 1;
      const waitMs = (command.input.WaitTimeSeconds ?? 0) * 1000;
      const soon = await call("ReceiveMessage", `${most}`, () => queue.receive(most));
      if (soon.length > 0 || waitMs === 0) return { Messages: soon.map(toMessage) };
      await process.clock.sleep(waitMs);
      return { Messages: queue.receive(most).map(toMessage) };
    }
    if (command instanceof ChangeMessageVisibilityCommand) {
      const { ReceiptHandle = "", VisibilityTimeout = 0 } = command.input;
      const about = `${ReceiptHandle} to ${VisibilityTimeout} s`;
      return call("ChangeMessageVisibility", about, () => {
        queue.changeVisibility(ReceiptHandle, VisibilityTimeout, process.name);
        return {};
      });
    }
    if (command instanceof DeleteMessageCommand) {
      const { ReceiptHandle = "" } = command.input;
      return call("DeleteMessage", ReceiptHandle, () => {
        queue.delete(ReceiptHandle, process.name);
        return {};
      });
    }
    return process.doesNotKnow("SQS", command);
  });
}

function toMessage({ messageId, receiptHandle, body, receiveCount }: Delivery) {
  return {
    MessageId: messageId,
    ReceiptHandle: receiptHandle,
    Body: body,
    Attributes: { ApproximateReceiveCount: String(receiveCount) },
  };
}
