import type { Template } from "@reddit-crawler/local-stack/template/template";
import { at, referredId, resourcesOf } from "@reddit-crawler/local-stack/template/template-parts";

import { artifactParameter, type Stage } from "./stages.ts";

/** The environment variables that `template` gives `stage`, but for the proxy's, which no stage needs. */
export function variablesOf(stage: Stage, template: Template): string[] {
  const [, own] =
    resourcesOf(template, "AWS::Lambda::Function").find(
      ([, one]) => referredId(at(one, "Properties.Code.S3Key")) === artifactParameter(stage),
    ) ?? [];
  return Object.keys(Object(at(own, "Properties.Environment.Variables"))).filter(
    (name) => !/^(?:HTTPS?|NO)_PROXY$/.test(name),
  );
}
