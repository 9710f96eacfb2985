import { readFileSync } from "node:fs";

import { readTemplate } from "@reddit-crawler/infra/template";
import { at, referredId, resourcesOf } from "@reddit-crawler/local-stack/template/template-parts";
import { expect, test } from "vitest";

import { artifactParameter, stages } from "./stages.ts";

test.each(stages)(
  "the smoke test of %s names the variables that the template gives it",
  (stage) => {
    const smokeTest = readFileSync(
      new URL(`../../../${stage}/smoke.json`, import.meta.url),
      "utf8",
    );
    const [, own] =
      resourcesOf(readTemplate(), "AWS::Lambda::Function").find(
        ([, one]) => referredId(at(one, "Properties.Code.S3Key")) === artifactParameter(stage),
      ) ?? [];
    const given = Object.keys(Object(at(own, "Properties.Environment.Variables")));
    expect(Object.keys(JSON.parse(smokeTest).environment).toSorted()).toEqual(
      given.filter((name) => !/^(?:HTTPS?|NO)_PROXY$/.test(name)).toSorted(),
    );
  },
);
