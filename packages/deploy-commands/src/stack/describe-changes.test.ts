import { expect, test } from "vitest";

import { describeChanges } from "./describe-changes.ts";

const change = (
  action: string,
  logicalId: string,
  replacement?: string,
  ...properties: string[]
) => ({
  action,
  logicalId,
  type: "AWS::SQS::Queue",
  replacement,
  properties,
});

test("changes are listed one a line, losses first and in capitals", () => {
  expect(
    describeChanges([
      change("Add", "NewQueue"),
      change("Modify", "PostQueue", "False", "VisibilityTimeout", "Tags"),
      change("Remove", "OldQueue"),
      change("Modify", "CrawlQueue", "True", "QueueName"),
      change("Modify", "OtherQueue", "Conditional"),
    ]),
  ).toEqual([
    "- OldQueue (AWS::SQS::Queue) REMOVED",
    "~ CrawlQueue (AWS::SQS::Queue) REPLACED: QueueName",
    "~ OtherQueue (AWS::SQS::Queue) MAY BE REPLACED",
    "+ NewQueue (AWS::SQS::Queue)",
    "~ PostQueue (AWS::SQS::Queue): VisibilityTimeout, Tags",
  ]);
});
