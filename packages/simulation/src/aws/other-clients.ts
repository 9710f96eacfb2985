import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";

import type { FunctionProcess } from "../function-process.ts";
import type { AwsClientLimits } from "@reddit-crawler/function-runtime/aws-client-limits";

import { callService, sdkClient } from "./call-service.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import { ServiceError } from "./service-error.ts";

/** Where messages are published. Returns the message's id. */
export interface Topic {
  publish(message: string): string;
}

/** An SNS client in `process` whose every topic is `topic`. */
export function snsClient(
  process: FunctionProcess,
  topic: Topic,
  settings: AwsClientLimits,
): SNSClient {
  return sdkClient(async (command) => {
    if (!(command instanceof PublishCommand)) return process.doesNotKnow("SNS", command);
    const { Message = "" } = command.input;
    const effect = () => {
      // https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: 256 KB.
      if (Buffer.byteLength(Message) > 262_144) throw new ServiceError("InvalidParameter", 400);
      return topic.publish(Message);
    };
    const call = { operation: "sns:Publish", about: Message.slice(0, 300), effect };
    return { MessageId: await callService(process, call, settings) };
  });
}

/**
 * A Lambda client in `process` that can only start `target`, asynchronously, and not while it is refused; `onTaken`
 * hears of every event that Lambda took.
 */
export function lambdaClient(
  process: FunctionProcess,
  target: LambdaFunction,
  settings: AwsClientLimits,
  { isRefused, onTaken }: { isRefused: () => boolean; onTaken: (payload: unknown) => void },
): LambdaClient {
  return sdkClient(async (command) => {
    if (!(command instanceof InvokeCommand) || command.input.InvocationType !== "Event")
      return process.doesNotKnow("Lambda", command);
    const payload: unknown = JSON.parse(Buffer.from(Object(command.input.Payload)).toString());
    const effect = () => {
      if (isRefused()) throw new ServiceError("TooManyRequestsException", 429);
      onTaken(payload);
      target.accept(payload);
      return {};
    };
    return callService(process, { operation: "lambda:Invoke", about: "", effect }, settings);
  });
}

/** A Secrets Manager client in `process` whose every secret has this text. */
export function secretsClient(
  process: FunctionProcess,
  secret: string,
  settings: AwsClientLimits,
): SecretsManagerClient {
  return sdkClient(async (command) => {
    if (!(command instanceof GetSecretValueCommand))
      return process.doesNotKnow("Secrets Manager", command);
    const effect = () => ({ SecretString: secret });
    const call = { operation: "secretsmanager:GetSecretValue", about: "", effect };
    return callService(process, call, settings);
  });
}
