import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";

import { toWorkerEnd, type WorkerEnds } from "../places/worker-ends.ts";

/** Quota of one ReceiveMessage, and of one DeleteMessageBatch. */
const mostMessages = 10;
/** Receives at once after a full one. */
const parallelReceives = 4;
/** Together 250 reports; chosen, so that free places do not wait for the last of a thousand. */
const mostBatches = 6;

/** The queue to which Lambda reports ended workers, as the destination of their invocations. */
export function createSqsWorkerEnds(
  queueUrl: string,
  client = new SQSClient({
    ...awsClientSettings(awsClientLimits.balancerQueue),
    cacheMiddleware: true,
  }),
): WorkerEnds {
  /** One receive's reports. A report frees a place only once it is deleted: then nobody hears of it again. */
  const takeSome = async (WaitTimeSeconds: number) => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: mostMessages,
        WaitTimeSeconds,
      }),
    );
    if (Messages.length === 0) return { count: 0, ends: [] };
    const { Failed = [] } = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: Messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle })),
      }),
    );
    const kept = new Set(Failed.map(({ Id }) => Id));
    const ends = Messages.flatMap(({ Body = "" }, i) => {
      const end = kept.has(String(i)) ? undefined : toWorkerEnd(parseJson(Body));
      return end ? [end] : [];
    });
    return { count: Messages.length, ends };
  };

  return {
    async take(waitSeconds) {
      const { count, ends } = await takeSome(waitSeconds);
      let isFull = count === mostMessages;
      for (let batch = 0; isFull && batch < mostBatches; batch++) {
        const more = await Promise.allSettled(
          Array.from({ length: parallelReceives }, () => takeSome(0)),
        );
        // What one of them could not take is there the next time, which says so if SQS is away.
        const taken = more.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
        ends.push(...taken.flatMap((one) => one.ends));
        isFull = taken.some((one) => one.count === mostMessages);
      }
      return ends;
    },
  };
}
