import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ReceiveMessageCommand, SQSClient, type Message } from "@aws-sdk/client-sqs";
import { onTestFinished } from "vitest";

import type { RunningStack } from "../start-stack.ts";

/** What a client of the SDK needs to reach a stack; one attempt each. */
export function clientSettings({ endpointUrl, region, credentials }: RunningStack) {
  return { endpoint: endpointUrl, region, credentials, maxAttempts: 1 };
}

/** The headers of a request that belongs to a stack, for tests that ask without the SDK. */
export function signedHeaders({ credentials }: Pick<RunningStack, "credentials">) {
  const scope = `${credentials.accessKeyId}/20261122/us-east-1/any/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
  };
}

/** Invokes a function and waits for its result. @throws the SDK's error when Lambda itself refuses. */
export async function invoke(stack: RunningStack, event: unknown = {}, name = "local-F") {
  const answer = await lambdaOf(stack).send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
  );
  return {
    error: answer.FunctionError,
    result: JSON.parse(answer.Payload?.transformToString() ?? ""),
  };
}

/** Queues an event for a function. Returns the answer's status. */
export async function invokeAsync(stack: RunningStack, event: unknown = {}, name = "local-F") {
  const command = new InvokeCommand({
    FunctionName: name,
    InvocationType: "Event",
    Payload: JSON.stringify(event),
  });
  return (await lambdaOf(stack).send(command)).StatusCode;
}

/** The next message of a queue, by its logical id; waits for up to 5 s. */
export async function receive(stack: RunningStack, queue: string): Promise<Message | undefined> {
  const client = new SQSClient(clientSettings(stack));
  onTestFinished(() => client.destroy());
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: stack.queues()[queue]?.url,
      WaitTimeSeconds: 5,
      MessageAttributeNames: ["All"],
    }),
  );
  return Messages[0];
}

function lambdaOf(stack: RunningStack): LambdaClient {
  const client = new LambdaClient(clientSettings(stack));
  onTestFinished(() => client.destroy());
  return client;
}
