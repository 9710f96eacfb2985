import { bootstrapFile } from "@reddit-crawler/local-stack/template/template-files";
import {
  artifactsAreKept,
  buildersOnlyAdd,
  deployingGoesThroughCloudFormation,
  githubIsNamed,
  planningChangesNothing,
  resourcesAreBounded,
} from "./roles.ts";
import { describeRule, type Breakage } from "../describe-rule.ts";
import type { Rule } from "../rule.ts";
import { bucketsAreClosed, picturesOutliveTheStack } from "../storage.ts";

const bucket = "Resources.ArtifactBucket";
const describeBootstrap = (promise: string, rule: Rule, breakages: readonly Breakage[]) =>
  describeRule(promise, rule, breakages, bootstrapFile);

const statement = (role: string, index = 0) =>
  `Resources.${role}.Properties.Policies.0.PolicyDocument.Statement.${index}`;
const trust = "Resources.BalancerBuildRole.Properties.AssumeRolePolicyDocument.Statement.0";
const deployTrust = "Resources.DeployRole.Properties.AssumeRolePolicyDocument.Statement.0";

// Paths are split at dots, which these names hold: the whole condition is replaced.
const equals = (subject: string) => ({
  "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
  "token.actions.githubusercontent.com:repository_id": { Ref: "GitHubRepositoryId" },
  "token.actions.githubusercontent.com:sub": { "Fn::Sub": subject },
});

describeBootstrap("a role of GitHub's is taken by one repository for one purpose", githubIsNamed, [
  ["no condition", `${trust}.Condition`],
  [
    "every branch",
    `${trust}.Condition.StringEquals`,
    equals("${GitHubSubjectPrefix}:ref:refs/heads/*"),
  ],
  [
    "a pattern",
    `${trust}.Condition`,
    { StringLike: equals("${GitHubSubjectPrefix}:ref:refs/heads/${DefaultBranch}") },
  ],
  [
    "a deployment without approval",
    `${deployTrust}.Condition.StringEquals`,
    equals("${GitHubSubjectPrefix}:ref:refs/heads/${DefaultBranch}"),
  ],
  [
    "a name alone",
    `${trust}.Condition.StringEquals`,
    {
      ...equals("${GitHubSubjectPrefix}:ref:refs/heads/${DefaultBranch}"),
      "token.actions.githubusercontent.com:repository_id": undefined,
    },
  ],
  ["no token", `${trust}.Action`, "sts:AssumeRole"],
]);

describeBootstrap("a builder only adds zips of its own stage", buildersOnlyAdd, [
  ["every action", `${statement("BalancerBuildRole")}.Action`, "s3:*"],
  [
    "another stage's prefix",
    `${statement("BalancerBuildRole")}.Resource`,
    { "Fn::Sub": "${ArtifactBucket.Arn}/api-endpoint/*" },
  ],
  ["replacing what is there", `${statement("BalancerBuildRole")}.Condition`],
  [
    "a second permission",
    statement("ApiEndpointBuildRole", 1),
    { Effect: "Allow", Action: "s3:DeleteObject", Resource: "*" },
  ],
]);

describeBootstrap("a pull request changes nothing", planningChangesNothing, [
  ["executing", `${statement("PlanRole")}.Action.6`, "cloudformation:ExecuteChangeSet"],
  ["a role to hand over", `${statement("PlanRole")}.Action.6`, "iam:PassRole"],
  [
    "templates where deployments take theirs from",
    `${statement("PlanRole", 1)}.Resource.Fn::Sub`,
    "${ArtifactBucket.Arn}/templates/*",
  ],
  ["templates in the place of others", `${statement("PlanRole", 1)}.Condition`],
]);

describeBootstrap("deploying goes through CloudFormation", deployingGoesThroughCloudFormation, [
  [
    "changing a function itself",
    `${statement("DeployRole")}.Action.7`,
    "lambda:UpdateFunctionCode",
  ],
  ["any stack", `${statement("DeployRole")}.Resource`, "*"],
  ["any role", `${statement("DeployRole", 1)}.Resource`, "*"],
  [
    "zips that nobody built",
    `${statement("DeployRole", 4)}.Resource.Fn::Sub`,
    "${ArtifactBucket.Arn}/*",
  ],
]);

describeBootstrap("CloudFormation reaches the crawler's stacks only", resourcesAreBounded, [
  ["every function", `${statement("CloudFormationRole")}.Resource`, "*"],
  ["events for every function", `${statement("CloudFormationRole", 9)}.Condition`],
  ["all of IAM", `${statement("CloudFormationRole", 1)}.Action.0`, "iam:*"],
]);

describeBootstrap("what was deployed can be deployed again", artifactsAreKept, [
  ["no versions", `${bucket}.Properties.VersioningConfiguration`],
  ["zips that end", `${bucket}.Properties.LifecycleConfiguration.Rules.1.ExpirationInDays`, 90],
  ["deleted zips that stay", `${bucket}.Properties.LifecycleConfiguration.Rules.1`],
]);

describeBootstrap("the artifact bucket outlives its stack", picturesOutliveTheStack, [
  ["a bucket that is deleted", `${bucket}.DeletionPolicy`, "Delete"],
]);

describeBootstrap("the artifact bucket is closed", bucketsAreClosed, [
  ["no block of public access", `${bucket}.Properties.PublicAccessBlockConfiguration`],
  ["plain HTTP", "Resources.ArtifactBucketPolicy"],
]);
