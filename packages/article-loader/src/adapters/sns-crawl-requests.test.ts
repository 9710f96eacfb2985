import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { crawlRequestSchema } from "@reddit-crawler/message-schema";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { crawlRequest } from "../testing/loader-world.ts";
import { createCrawlRequests } from "./sns-crawl-requests.ts";

const sns = mockClient(SNSClient);
const topicArn = "arn:aws:sns:eu-central-1:123456789012:crawls";
const requests = createCrawlRequests(new SNSClient({ region: "eu-central-1" }), topicArn);

beforeEach(() => sns.reset());

test("a crawl request is the message's JSON", async () => {
  sns.on(PublishCommand).resolves({ MessageId: "m1" });
  await requests.publish(crawlRequest);
  const input = sns.commandCalls(PublishCommand)[0]?.args[0].input;
  expect(input?.TopicArn).toBe(topicArn);
  expect(crawlRequestSchema.parse(JSON.parse(input?.Message ?? ""))).toEqual(crawlRequest);
});

test("a topic that does not answer is retryable", async () => {
  sns.on(PublishCommand).rejects(new Error("503"));
  await expect(requests.publish(crawlRequest)).rejects.toMatchObject({
    name: "RetryableError",
    code: "topic-unavailable",
  });
});
