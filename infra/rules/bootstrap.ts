import { isDeepStrictEqual } from "node:util";

import type {
  TemplateResource,
  Template,
} from "@reddit-crawler/local-stack/template/parse-template";
import {
  at,
  listOf,
  referredId,
  resourcesOf,
} from "@reddit-crawler/local-stack/template/template-parts";

import { differing, failing, stageOf, type Rule } from "./rule.ts";

/** GitHub's claims in a trust policy, as IAM names them. */
const claim = (name: string) => `token.actions.githubusercontent.com:${name}`;

/** Each role that GitHub may take, and who may take it: its subject behind the repository's own prefix. */
const subjects: Readonly<Record<string, string | readonly string[]>> = {
  ApiEndpointBuildRole: ":ref:refs/heads/${DefaultBranch}",
  ArticleLoaderBuildRole: ":ref:refs/heads/${DefaultBranch}",
  BalancerBuildRole: ":ref:refs/heads/${DefaultBranch}",
  DownloadWorkerBuildRole: ":ref:refs/heads/${DefaultBranch}",
  DeployRole: ":environment:${DeployEnvironment}",
  PlanRole: [":pull_request", ":ref:refs/heads/${DefaultBranch}"],
};

const planActions = new Set([
  "cloudformation:CreateChangeSet",
  "cloudformation:DeleteChangeSet",
  "cloudformation:DescribeChangeSet",
  "cloudformation:DescribeStackEvents",
  "cloudformation:DescribeStacks",
]);

/** A role is taken by one repository, known by its number too, and for one purpose; no pattern widens that. */
export const githubIsNamed: Rule = (template) =>
  Object.entries(subjects).flatMap(([id, trusted]) => {
    const wanted = [trusted].flat().map((subject) => `\${GitHubSubjectPrefix}${subject}`);
    const trust = at(role(template, id), "Properties.AssumeRolePolicyDocument.Statement.0");
    const conditions = at(trust, "Condition");
    const claims = Object(at(conditions, "StringEquals"));
    return failing(
      [
        at(trust, "Action") === "sts:AssumeRoleWithWebIdentity",
        `${id} is taken without a token of GitHub`,
      ],
      [Object.keys(Object(conditions)).join() === "StringEquals", `${id} trusts by a pattern`],
      [claims[claim("aud")] === "sts.amazonaws.com", `${id} takes tokens made for others`],
      [
        referredId(claims[claim("repository_id")]) === "GitHubRepositoryId",
        `${id} trusts any owner of the repository's name`,
      ],
      [
        isDeepStrictEqual(
          listOf(claims[claim("sub")]).map((subject) => at(subject, "Fn::Sub")),
          wanted,
        ),
        `${id} trusts another subject than ${wanted.join(", ")}`,
      ],
    );
  });

/** A builder adds zips of its own stage and changes nothing that is there. */
export const buildersOnlyAdd: Rule = (template) =>
  Object.keys(subjects)
    .filter((id) => id.endsWith("BuildRole"))
    .flatMap((id) => {
      const stage = stageOf(id.replace(/BuildRole$/, "Function"));
      const granted = statements(role(template, id));
      return [
        ...failing([granted.length === 1, `${id} may do more than put`]),
        ...differing(id, granted[0], {
          Action: "s3:PutObject",
          "Resource.Fn::Sub": `\${ArtifactBucket.Arn}/${stage}/*`,
          "Condition.Null.s3:if-none-match": "false",
        }),
      ];
    });

/** A pull request's role compares, and changes nothing. */
export const planningChangesNothing: Rule = (template) =>
  grants(role(template, "PlanRole"))
    .filter(([action]) => !planActions.has(action))
    .map(([action]) => `PlanRole may ${action}`);

/** The deploy role orders CloudFormation about, and hands it one role; it touches no resource itself. */
export const deployingGoesThroughCloudFormation: Rule = (template) =>
  grants(role(template, "DeployRole")).flatMap(([action, resource]) => {
    const isOrder = action.startsWith("cloudformation:");
    const bounded = JSON.stringify(resource).includes("stack/${StackNamePrefix}");
    const isHandover = action === "iam:PassRole" && referredId(resource) === "CloudFormationRole";
    const isLook = action === "s3:GetObject" || action === "s3:ListBucket";
    return failing(
      [isOrder || isHandover || isLook, `DeployRole may ${action}`],
      [!isOrder || bounded, `DeployRole may ${action} any stack`],
    );
  });

/** CloudFormation's role reaches resources of the crawler's stacks by their names, and no wildcard stands before IAM. */
export const resourcesAreBounded: Rule = (template) =>
  grants(role(template, "CloudFormationRole")).flatMap(([action, resource]) => {
    const text = JSON.stringify(resource);
    const isWholesale = action.endsWith(":*");
    return failing(
      [!/^(?:iam|sts|organizations|kms):.*\*/.test(action), `CloudFormationRole may ${action}`],
      [
        !isWholesale || text.includes("${StackNamePrefix}*"),
        `CloudFormationRole may ${action} beyond its stacks`,
      ],
    );
  });

/** What was deployed once can be deployed again: former versions stay a while, current ones for good. */
export const artifactsAreKept: Rule = (template) => {
  const bucket = at(template.Resources, "ArtifactBucket.Properties");
  const rules = Object.values(Object(at(bucket, "LifecycleConfiguration.Rules")));
  return failing(
    [at(bucket, "VersioningConfiguration.Status") === "Enabled", "a deleted zip is gone at once"],
    [
      rules.every(
        (rule) =>
          at(rule, "ExpirationInDays") === undefined && at(rule, "Transitions") === undefined,
      ),
      "zips that a rollback needs end by themselves",
    ],
    [
      rules.some((rule) => at(rule, "NoncurrentVersionExpiration") !== undefined),
      "deleted zips are paid for without end",
    ],
  );
};

function role(template: Template, id: string): TemplateResource | undefined {
  return resourcesOf(template, "AWS::IAM::Role").find(([name]) => name === id)?.[1];
}

function statements(of: TemplateResource | undefined): unknown[] {
  return listOf(at(of, "Properties.Policies")).flatMap((policy) =>
    listOf(at(policy, "PolicyDocument.Statement")),
  );
}

/** Each action that a role may take, with what it may take it on. */
function grants(of: TemplateResource | undefined): [action: string, resource: unknown][] {
  const allowed = statements(of).filter((statement) => at(statement, "Effect") === "Allow");
  return allowed.flatMap((statement) =>
    listOf(at(statement, "Action")).map((action): [string, unknown] => [
      String(action),
      at(statement, "Resource"),
    ]),
  );
}
