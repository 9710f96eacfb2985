import { readFileSync, statSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { parseTemplate } from "@reddit-crawler/local-stack/template/parse-template";
import { at } from "@reddit-crawler/local-stack/template/template-parts";

import { alarmMetrics } from "./rules/alarms.ts";
import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { bootstrapFile, templateFile } from "@reddit-crawler/local-stack/template/template-files";

const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");

describe.each([
  ["PARAMETERS.md", templateFile],
  ["BOOTSTRAP.md", bootstrapFile],
])("%s", (page, file) => {
  const text = readFileSync(new URL(page, import.meta.url), "utf8");
  const { Parameters, Outputs } = readTemplate(file);
  const items = text.split(/^- /m).slice(1);

  test.each([...Object.keys(Parameters), ...Object.keys(Outputs)])("describes %s", (name) => {
    // A list item begins with the names that it describes.
    expect(items.map((item) => /^(?:`\w+`(?:,\s+)?)+/.exec(item)?.[0])).toContainEqual(
      expect.stringContaining(`\`${name}\``),
    );
  });
});

test("the README counts the metrics of alarms, which are paid for", () => {
  const { length } = alarmMetrics(readTemplate());
  expect(readme).toContain(`${length} metrics of alarms × $0.10 = $${(length / 10).toFixed(2)}`);
});

describe("the template", () => {
  // Quotas (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).
  test.each([
    ["an object of S3", templateFile, 1_000_000],
    ["a request", bootstrapFile, 51_200],
  ])("fits into %s, which is how it is deployed: %s", (_, file, mostBytes) => {
    expect(statSync(file).size).toBeLessThan(mostBytes);
  });

  test("is read with its intrinsic functions in their long form", () => {
    const { Resources } = readTemplate();
    expect(at(Resources, "PostQueue.Properties.RedrivePolicy.deadLetterTargetArn")).toEqual({
      "Fn::GetAtt": ["PostDeadLetterQueue", "Arn"],
    });
    expect(at(Resources, "ArticleLoaderFunction.Properties.ReservedConcurrentExecutions")).toEqual({
      "Fn::If": ["ReservesConcurrency", 2, { Ref: "AWS::NoValue" }],
    });
  });

  test.each([
    ["a function that the local stack does not know", "A: !ImportValue x", "!ImportValue"],
    ["another such function", "A: !FindInMap [a, b, c]", "!FindInMap"],
    ["text that is no YAML", "A: [1", "Flow sequence"],
  ])("is refused with %s", (_, text, problem) => {
    expect(() => parseTemplate(text)).toThrow(problem);
  });
});
