import { describeRule } from "./describe-rule.ts";
import {
  formerZipsAreKnown,
  functionsRunWhatWasBuilt,
  logsAreComplete,
  logsEnd,
  reservationsAreOptional,
  tracesAreOptional,
} from "./functions.ts";

const worker = "Resources.DownloadWorkerFunction.Properties";

describeRule("every function runs what was built for it", functionsRunWhatWasBuilt, [
  ["another runtime", `${worker}.Runtime`, "nodejs22.x"],
  ["another architecture", `${worker}.Architectures.0`, "x86_64"],
  ["no architecture", `${worker}.Architectures`],
  ["another handler", `${worker}.Handler`, "lambda.handler"],
  ["another stage's zip", `${worker}.Code.S3Key.Ref`, "BalancerArtifact"],
  ["an endless loop", `${worker}.RecursiveLoop`, "Allow"],
  [
    "a loader that Lambda stops after 16 rounds",
    "Resources.ArticleLoaderFunction.Properties.RecursiveLoop",
    "Terminate",
  ],
]);

describeRule("the former zip of every function is known", formerZipsAreKnown, [
  ["a function that forgets it", "Resources.DownloadWorkerFunction.Metadata"],
  [
    "another stage's zip",
    "Resources.DownloadWorkerFunction.Metadata.FormerArtifact.Ref",
    "BalancerFormerArtifact",
  ],
  ["a first deployment that has to name one", "Parameters.BalancerFormerArtifact.Default"],
]);

describeRule("logs are JSON and complete", logsAreComplete, [
  ["Lambda's own log group", `${worker}.LoggingConfig`],
  ["a shared log group", `${worker}.LoggingConfig.LogGroup.Ref`, "BalancerLogGroup"],
  ["plain text", `${worker}.LoggingConfig.LogFormat`, "Text"],
  ["a level that drops metrics", `${worker}.LoggingConfig.ApplicationLogLevel`, "WARN"],
  ["no log group of its own", `${worker}.LoggingConfig.LogGroup`],
]);

describeRule("traces are recorded where a parameter says so", tracesAreOptional, [
  ["traces by default", "Parameters.Tracing.Default", "Active"],
  ["a function that takes no part", `${worker}.TracingConfig`],
  ["a topic that takes no part", "Resources.CrawlTopic.Properties.TracingConfig"],
  [
    "a function that may not write its part",
    "Resources.BalancerRole.Properties.Policies.0.PolicyDocument.Statement.3",
  ],
]);

describeRule("logs end one day", logsEnd, [
  ["lines that never end", "Resources.HttpApiAccessLogGroup.Properties.RetentionInDays"],
]);

describeRule("reserving concurrency is optional", reservationsAreOptional, [
  ["a fixed reservation", `${worker}.ReservedConcurrentExecutions`, 10],
  [
    "a reservation on another condition",
    `${worker}.ReservedConcurrentExecutions.Fn::If.0`,
    "UsesJwt",
  ],
  ["a reservation in both cases", `${worker}.ReservedConcurrentExecutions.Fn::If.2`, 5],
]);
