import { readFileSync, statSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { at, parseTemplate, readTemplate, templateFile } from "./template.ts";

describe("the README", () => {
  const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");
  const { Parameters, Outputs } = readTemplate();

  test.each([...Object.keys(Parameters), ...Object.keys(Outputs)])("describes %s", (name) => {
    expect(readme).toMatch(new RegExp(`^\\| \`${name}\` *\\|`, "m"));
  });
});

describe("the template", () => {
  test("fits into a request, so that it deploys without a bucket for templates", () => {
    // Quota: 51,200 bytes (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).
    expect(statSync(templateFile).size).toBeLessThan(51_200);
  });

  test("is read with its intrinsic functions in their long form", () => {
    const { Resources } = readTemplate();
    expect(at(Resources, "PostQueue.Properties.RedrivePolicy.deadLetterTargetArn")).toEqual({
      "Fn::GetAtt": ["PostDeadLetterQueue", "Arn"],
    });
    expect(at(Resources, "ArticleLoaderFunction.Properties.ReservedConcurrentExecutions")).toEqual({
      "Fn::If": ["ReservesConcurrency", 1, { Ref: "AWS::NoValue" }],
    });
  });

  test.each([
    ["a function that a local runtime does not know", "A: !ImportValue x", "!ImportValue"],
    ["another such function", "A: !Select [0, [a]]", "!Select"],
    ["text that is no YAML", "A: [1", "Flow sequence"],
  ])("is refused with %s", (_, text, problem) => {
    expect(() => parseTemplate(text)).toThrow(problem);
  });
});
