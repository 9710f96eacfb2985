import { PublishCommand, SNSClient, SNSServiceException } from "@aws-sdk/client-sns";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { crawlRequestSchema } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createSnsCrawlTopic } from "./sns-crawl-topic.ts";

const sns = mockClient(SNSClient);
const topic = createSnsCrawlTopic("arn:topic", new SNSClient({ region: "us-east-1" }));
const request = crawlRequestSchema.parse(contracts["crawl-request"].examples[0]);

beforeEach(() => sns.reset());

test("publishes the request as JSON and gives SNS's message id", async () => {
  sns.on(PublishCommand).resolves({ MessageId: "m-1" });
  await expect(topic.publish(request)).resolves.toBe("m-1");
  expect(sns.commandCalls(PublishCommand).map(({ args }) => args[0].input)).toEqual([
    { TopicArn: "arn:topic", Message: JSON.stringify(request) },
  ]);
});

test("fails as retryable, with the cause, when SNS refuses", async () => {
  const cause = new SNSServiceException({
    name: "AuthorizationErrorException",
    message: "not authorized",
    $fault: "client",
    $metadata: { httpStatusCode: 403 },
  });
  sns.on(PublishCommand).rejects(cause);
  const failure = topic.publish(request);
  await expect(failure).rejects.toBeInstanceOf(RetryableError);
  await expect(failure).rejects.toMatchObject({ code: "topic-unavailable", cause });
});

test("takes an answer without a message id for no publish", async () => {
  sns.on(PublishCommand).resolves({});
  await expect(topic.publish(request)).rejects.toMatchObject({ code: "publish-unconfirmed" });
});
