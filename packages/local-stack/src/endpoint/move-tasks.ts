import { randomUUID } from "node:crypto";

import type { FauxqsServer } from "fauxqs";
import * as z from "zod/mini";

import type { FastifyServer } from "../emulator/loopback-fauxqs.ts";
import { sqsCall } from "../emulator/sqs-call.ts";
import { answerJson, AwsError } from "./aws-error.ts";
import { readBody, type Handler } from "./loopback-server.ts";

const startSchema = z.object({ SourceArn: z.string(), DestinationArn: z.optional(z.string()) });
const messagesSchema = z.object({
  Messages: z.optional(
    z.array(
      z.object({
        Body: z.string(),
        ReceiptHandle: z.string(),
        MessageAttributes: z.optional(z.record(z.string(), z.unknown())),
      }),
    ),
  ),
});
const redriveSchema = z.object({ deadLetterTargetArn: z.string() });

/** Whether an `x-amz-target` is for what `createMoveTasks` answers. */
export function isMoveTaskAction(action: string): boolean {
  return action === "AmazonSQS.StartMessageMoveTask";
}

/**
 * SQS's StartMessageMoveTask, which fauxqs 2.4.1 lacks: every message of a dead-letter queue goes back to the queue it
 * came from, with a receive count of 0. Where several queues share it, the destination must be named.
 * The answer comes when all have moved.
 */
export function createMoveTasks(
  fauxqs: FauxqsServer,
  fastify: FastifyServer,
  queueNames: readonly string[],
): Handler {
  return async (request, response) => {
    const input = z.safeParse(startSchema, JSON.parse(String(await readBody(request, 10_000))));
    if (!input.success) throw new AwsError(400, "InvalidParameterValue", "SourceArn is missing");
    const { SourceArn, DestinationArn } = input.data;
    const sources = queueNames.filter((name) => deadLetterArn(fauxqs, name) === SourceArn);
    const destination =
      DestinationArn?.split(":").at(-1) ?? (sources.length === 1 ? sources[0] : undefined);
    if (sources.length === 0 || destination === undefined)
      throw new AwsError(
        400,
        "InvalidParameterValue",
        sources.length === 0
          ? "Source queue must be configured as a Dead Letter Queue."
          : "Several queues share this dead-letter queue: name the DestinationArn.",
      );
    await moveAll(fastify, SourceArn.split(":").at(-1) ?? "", destination);
    answerJson(response, 200, { TaskHandle: randomUUID() });
  };
}

function deadLetterArn(fauxqs: FauxqsServer, queueName: string): string | undefined {
  const policy = fauxqs.inspectQueue(queueName)?.attributes["RedrivePolicy"];
  return policy === undefined
    ? undefined
    : z.parse(redriveSchema, JSON.parse(policy)).deadLetterTargetArn;
}

async function moveAll(fastify: FastifyServer, from: string, to: string): Promise<void> {
  for (;;) {
    const { Messages = [] } = z.parse(
      messagesSchema,
      await sqsCall(fastify, "ReceiveMessage", { QueueUrl: from, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return;
    for (const { Body, MessageAttributes, ReceiptHandle } of Messages) {
      await sqsCall(fastify, "SendMessage", {
        QueueUrl: to,
        MessageBody: Body,
        MessageAttributes,
      });
      await sqsCall(fastify, "DeleteMessage", { QueueUrl: from, ReceiptHandle });
    }
  }
}
