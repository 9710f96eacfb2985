import { at } from "@reddit-crawler/local-stack/template/template-parts";

import { differing, failing, type Rule } from "./rule.ts";

const artifacts = [
  "ArtifactBucket",
  "ApiEndpointArtifact",
  "ArticleLoaderArtifact",
  "BalancerArtifact",
  "DownloadWorkerArtifact",
];
const functions = [
  "ApiEndpointFunction",
  "ArticleLoaderFunction",
  "BalancerFunction",
  "DownloadWorkerFunction",
];
const outputs = [
  "ApiUrl",
  "CrawlFinishedTopicArn",
  "CrawlTopicArn",
  "MediaBucketName",
  "PostDeadLetterQueueUrl",
  "PostQueueUrl",
];

/** A deployment has to name the five artifacts and nothing else, and every parameter says what it is. */
export const onlyArtifactsAreRequired: Rule = ({ Parameters }) => {
  const required = Object.keys(Parameters).filter(
    (name) => !("Default" in Object(Parameters[name])),
  );
  const silent = Object.keys(Parameters).filter((name) => !at(Parameters, `${name}.Description`));
  return failing(
    [
      required.toSorted().join() === artifacts.toSorted().join(),
      `without default: ${required.join(", ")}`,
    ],
    [silent.length === 0, `without description: ${silent.join(", ")}`],
  );
};

/** What scripts of others rely on keeps its name. */
export const namesStay: Rule = ({ Resources, Outputs }) =>
  failing(
    ...functions.map(
      (id) => [at(Resources, `${id}.Type`) === "AWS::Lambda::Function", `${id} is gone`] as const,
    ),
    ...outputs.map((name) => [name in Outputs, `${name} is gone`] as const),
  );

/** The dashboard, whose name no region bounds, is named after its stack and region. */
export const dashboardsDoNotMeet: Rule = ({ Resources }) =>
  differing("Dashboard", Resources["Dashboard"], {
    "Properties.DashboardName.Fn::Sub": "${AWS::StackName}-${AWS::Region}",
  });

/** No resource has a name of its own: a second stack fits beside the first, and a replacement beside what it replaces. */
export const nothingIsNamed: Rule = ({ Resources }) =>
  Object.entries(Resources).flatMap(([id, { Properties }]) =>
    ["Bucket", "Function", "LogGroup", "Queue", "Role", "Topic", "Alarm"]
      .map((kind) => `${kind}Name`)
      .filter((name) => typeof at(Properties, name) === "string")
      .map((name) => `${id} has a ${name}`),
  );
