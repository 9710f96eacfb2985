import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";

import type { PostQueue } from "../world.ts";
import { retryableCall } from "@reddit-crawler/function-runtime/aws-errors";

/** Sends posts to `queueUrl`; an answer of 200 may still refuse entries. */
export function createPostQueue(client: SQSClient, queueUrl: string): PostQueue {
  return {
    sendBatch: async (posts) => {
      const answer = await retryableCall("queue-unavailable", () =>
        client.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: posts.map(({ postId, text }) => ({ Id: postId, MessageBody: text })),
          }),
        ),
      );
      return (answer.Failed ?? []).map(({ Id = "", Code = "unknown" }) => ({
        postId: Id,
        code: Code,
      }));
    },
  };
}
