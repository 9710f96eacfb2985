import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { crawlFinishedSchema } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createSnsFinishTopic } from "./sns-finish-topic.ts";

const sns = mockClient(SNSClient);
const topic = createSnsFinishTopic(new SNSClient({ region: "eu-central-1" }), "arn:finished");
const message = crawlFinishedSchema.parse(contracts["crawl-finished"].examples[0]);

beforeEach(() => sns.reset());

test("publishes the message, with a subject that fits into an e-mail", async () => {
  sns.on(PublishCommand).resolves({ MessageId: "m-1" });
  await topic.publish({ ...message, subreddit: "a".repeat(200) });
  const [input] = sns.commandCalls(PublishCommand).map(({ args }) => args[0].input);
  expect(input?.Subject).toHaveLength(100);
  expect(JSON.parse(input?.Message ?? "")).toMatchObject({ crawlId: message.crawlId });
});

test("names in the subject how the crawl ended, and in an attribute that subscribers can filter by", async () => {
  sns.on(PublishCommand).resolves({ MessageId: "m-1" });
  for (const state of [undefined, "finished", "failed"])
    await topic.publish({ ...message, ...(state && { state }) });
  const said = sns
    .commandCalls(PublishCommand)
    .map(({ args }) => [args[0].input.Subject, args[0].input.MessageAttributes]);
  const finished = { state: { DataType: "String", StringValue: "finished" } };
  const failed = { state: { DataType: "String", StringValue: "failed" } };
  expect(said).toEqual([
    ["Crawl of r/aww finished", finished],
    ["Crawl of r/aww finished", finished],
    ["Crawl of r/aww failed", failed],
  ]);
});

test("fails as retryable when SNS does not take it", async () => {
  sns.on(PublishCommand).rejects(new Error("AuthorizationError"));
  await expect(topic.publish(message)).rejects.toMatchObject({
    name: "RetryableError",
    code: "topic-unavailable",
  });
});
