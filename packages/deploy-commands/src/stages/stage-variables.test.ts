import { readFileSync } from "node:fs";

import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { expect, test } from "vitest";

import { variablesOf } from "./stage-variables.ts";
import { stages } from "./stages.ts";

test.each(stages)(
  "the smoke test of %s names the variables that the template gives it",
  (stage) => {
    const smokeTest = readFileSync(
      new URL(`../../../${stage}/smoke.json`, import.meta.url),
      "utf8",
    );
    const given = variablesOf(stage, readTemplate());
    expect(Object.keys(JSON.parse(smokeTest).environment).toSorted()).toEqual(given.toSorted());
  },
);
