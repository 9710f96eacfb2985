import {
  at,
  listOf,
  referredId,
  resourcesOf,
} from "@reddit-crawler/local-stack/template/template-parts";

import { differing, failing, type Rule } from "./rule.ts";

/** Every function runs as it was built and tested: Node 24 on arm64, the zip that its parameter names. */
export const functionsRunWhatWasBuilt: Rule = (template) =>
  resourcesOf(template, "AWS::Lambda::Function").flatMap(([id, { Properties }]) =>
    differing(id, Properties, {
      Runtime: "nodejs24.x",
      "Architectures.0": "arm64",
      Handler: "index.handler",
      "Code.S3Bucket.Ref": "ArtifactBucket",
      "Code.S3Key.Ref": id.replace(/Function$/, "Artifact"),
      RecursiveLoop: goesRound.has(id) ? "Allow" : "Terminate",
    }),
  );

/** Functions that send to the queue which invokes them, and count the rounds themselves. */
const goesRound = new Set(["ArticleLoaderFunction"]);

/** The zip that a function had before is known to the stack, so that going back takes no other memory. */
export const formerZipsAreKnown: Rule = (template) =>
  resourcesOf(template, "AWS::Lambda::Function").flatMap(([id, resource]) => {
    const parameter = id.replace(/Function$/, "FormerArtifact");
    return [
      ...differing(id, resource, { "Metadata.FormerArtifact.Ref": parameter }),
      ...differing(parameter, template.Parameters[parameter], { Default: "" }),
    ];
  });

/** X-Ray records nothing unless a parameter says so; then every function and topic of a crawl takes part, and may. */
export const tracesAreOptional: Rule = (template) => [
  ...differing("Tracing", template.Parameters["Tracing"], { Default: "PassThrough" }),
  ...["CrawlTopic", "CrawlFinishedTopic"].flatMap((id) =>
    differing(id, template.Resources[id], { "Properties.TracingConfig.Ref": "Tracing" }),
  ),
  ...resourcesOf(template, "AWS::Lambda::Function").flatMap(([id, { Properties }]) => {
    const role = template.Resources[referredId(at(Properties, "Role")) ?? ""];
    const mayWrite = listOf(at(role, "Properties.Policies.0.PolicyDocument.Statement")).some(
      (statement) =>
        at(statement, "Fn::If.0") === "RecordsTraces" &&
        listOf(at(statement, "Fn::If.1.Action")).includes("xray:PutTraceSegments"),
    );
    return [
      ...differing(id, Properties, { "TracingConfig.Mode.Ref": "Tracing" }),
      ...failing([mayWrite, `${id} may write no trace`]),
    ];
  }),
];

/** Every function logs JSON to a log group of its own, and none of its lines is dropped. */
export const logsAreComplete: Rule = (template) => {
  const functions = resourcesOf(template, "AWS::Lambda::Function");
  const groups = functions.map(([, { Properties }]) =>
    referredId(at(Properties, "LoggingConfig.LogGroup")),
  );
  return functions.flatMap(([id, { Properties }], i) => [
    ...failing([
      groups[i] !== undefined && groups.indexOf(groups[i]) === i,
      `${id} has no log group of its own`,
    ]),
    ...differing(id, Properties, {
      "LoggingConfig.LogFormat": "JSON",
      "LoggingConfig.ApplicationLogLevel": "TRACE",
    }),
  ]);
};

/** All log lines end one day, which a parameter sets. */
export const logsEnd: Rule = (template) =>
  resourcesOf(template, "AWS::Logs::LogGroup").flatMap(([id, { Properties }]) =>
    differing(id, Properties, { "RetentionInDays.Ref": "LogRetentionDays" }),
  );

/** Where an account has nothing to reserve, nothing is reserved. */
export const reservationsAreOptional: Rule = (template) =>
  resourcesOf(template, "AWS::Lambda::Function")
    .filter(([, { Properties }]) => at(Properties, "ReservedConcurrentExecutions") !== undefined)
    .flatMap(([id, { Properties }]) =>
      differing(id, at(Properties, "ReservedConcurrentExecutions"), {
        "Fn::If.0": "ReservesConcurrency",
        "Fn::If.2.Ref": "AWS::NoValue",
      }),
    );
