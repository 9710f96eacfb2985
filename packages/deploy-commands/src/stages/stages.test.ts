import { readdirSync } from "node:fs";

import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { describe, expect, test } from "vitest";

import { artifactParameter, formerArtifactParameter, readStages, stages } from "./stages.ts";

describe("the stages", () => {
  test("are all of them when none is named, and those named otherwise", () => {
    expect(readStages([])).toEqual(stages);
    expect(readStages(["balancer", "balancer"])).toEqual(["balancer"]);
  });

  test("are named in the refusal of another", () => {
    expect(() => readStages(["balancer", "loader"])).toThrow(
      "There is no stage loader. The stages are api-endpoint, article-loader, balancer, download-worker.",
    );
  });

  test.each(stages)("have a folder and two parameters of the template: %s", (stage) => {
    expect(readdirSync(new URL("../../..", import.meta.url))).toContain(stage);
    expect(Object.keys(readTemplate().Parameters)).toEqual(
      expect.arrayContaining([artifactParameter(stage), formerArtifactParameter(stage)]),
    );
  });
});
