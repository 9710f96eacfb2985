import { at, referredId, resourcesOf } from "@reddit-crawler/local-stack/template/template-parts";

import { failing, type Rule } from "./rule.ts";

/** Every function runs as it was built and tested: Node 24 on arm64, the zip that its parameter names. */
export const functionsRunWhatWasBuilt: Rule = (template) =>
  resourcesOf(template, "AWS::Lambda::Function").flatMap(([id, { Properties }]) => {
    const expected: readonly (readonly [path: string, value: unknown])[] = [
      ["Runtime", "nodejs24.x"],
      ["Architectures.0", "arm64"],
      ["Handler", "index.handler"],
      ["Code.S3Bucket.Ref", "ArtifactBucket"],
      ["Code.S3Key.Ref", id.replace(/Function$/, "Artifact")],
      ["RecursiveLoop", "Terminate"],
    ];
    return expected
      .filter(([path, value]) => at(Properties, path) !== value)
      .map(([path, value]) => `${id}: ${path} is not ${String(value)}`);
  });

/** The zip that a function had before is known to the stack, so that going back takes no other memory. */
export const formerZipsAreKnown: Rule = (template) =>
  resourcesOf(template, "AWS::Lambda::Function").flatMap(([id, resource]) => {
    const parameter = id.replace(/Function$/, "FormerArtifact");
    return failing(
      [at(resource, "Metadata.FormerArtifact.Ref") === parameter, `${id} forgets its former zip`],
      [at(template.Parameters, `${parameter}.Default`) === "", `${parameter} has to be given`],
    );
  });

/** Every function logs JSON to a log group of its own, and none of its lines is dropped. */
export const logsAreComplete: Rule = (template) => {
  const functions = resourcesOf(template, "AWS::Lambda::Function");
  const groups = functions.map(([, { Properties }]) =>
    referredId(at(Properties, "LoggingConfig.LogGroup")),
  );
  return functions
    .filter(
      ([, { Properties }], i) =>
        groups[i] === undefined ||
        groups.indexOf(groups[i]) !== i ||
        at(Properties, "LoggingConfig.LogFormat") !== "JSON" ||
        at(Properties, "LoggingConfig.ApplicationLogLevel") !== "TRACE",
    )
    .map(([id]) => `${id} does not log as it should`);
};

/** All log lines end one day, which a parameter sets. */
export const logsEnd: Rule = (template) =>
  resourcesOf(template, "AWS::Logs::LogGroup")
    .filter(([, group]) => at(group, "Properties.RetentionInDays.Ref") !== "LogRetentionDays")
    .map(([id]) => `${id} keeps its lines for another time than the others`);

/** Where an account has nothing to reserve, nothing is reserved. */
export const reservationsAreOptional: Rule = (template) =>
  resourcesOf(template, "AWS::Lambda::Function")
    .map(([id, { Properties }]) => [id, at(Properties, "ReservedConcurrentExecutions")] as const)
    .filter(
      ([, reserved]) =>
        reserved !== undefined &&
        (at(reserved, "Fn::If.0") !== "ReservesConcurrency" ||
          at(reserved, "Fn::If.2.Ref") !== "AWS::NoValue"),
    )
    .map(([id]) => `${id} always reserves`);
