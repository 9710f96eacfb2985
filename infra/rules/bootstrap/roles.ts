import { isDeepStrictEqual } from "node:util";

import type { TemplateResource, Template } from "@reddit-crawler/local-stack/template/template";
import {
  at,
  listOf,
  referredId,
  resourcesOf,
} from "@reddit-crawler/local-stack/template/template-parts";

import { failing, stageOf, type Rule } from "../rule.ts";

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
  "cloudformation:GetTemplate",
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
      return failing(
        [granted.length === 1, `${id} may do more than put`],
        [onlyAdds(granted[0], `${stage}/*`), `${id} may do more than add zips of ${stage}`],
      );
    });

/** A pull request's role compares, and changes nothing: what it uploads for that is where nothing is deployed from. */
export const planningChangesNothing: Rule = (template) =>
  grants(role(template, "PlanRole")).flatMap(([action, statement]) => {
    const isUpload = onlyAdds(statement, "previews/*");
    const isLook = action === "s3:GetObject" && isBelow(statement, "previews/*");
    return failing([planActions.has(action) || isUpload || isLook, `PlanRole may ${action}`]);
  });

/** The deploy role orders CloudFormation about, and hands it one role and templates; it touches no resource itself. */
export const deployingGoesThroughCloudFormation: Rule = (template) =>
  grants(role(template, "DeployRole")).flatMap(([action, statement]) => {
    const resource = at(statement, "Resource");
    const isOrder = action.startsWith("cloudformation:");
    const bounded = JSON.stringify(resource).includes("stack/${StackNamePrefix}");
    const isHandover = action === "iam:PassRole" && referredId(resource) === "CloudFormationRole";
    const isLook = action === "s3:GetObject" || action === "s3:ListBucket";
    const isUpload = onlyAdds(statement, "templates/*");
    return failing(
      [isOrder || isHandover || isLook || isUpload, `DeployRole may ${action}`],
      [!isOrder || bounded, `DeployRole may ${action} any stack`],
    );
  });

/** CloudFormation's role reaches resources of the crawler's stacks by their names, and no wildcard stands before IAM. */
export const resourcesAreBounded: Rule = (template) =>
  grants(role(template, "CloudFormationRole")).flatMap(([action, statement]) => {
    const text = JSON.stringify(at(statement, "Resource"));
    const isWholesale = action.endsWith(":*");
    const ofFunctions = at(statement, "Condition.ArnLike.lambda:FunctionArn.Fn::Sub");
    return failing(
      [
        !action.endsWith("EventSourceMapping") ||
          String(ofFunctions).endsWith(":function:${StackNamePrefix}*"),
        `CloudFormationRole may ${action} of any function`,
      ],
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
          at(rule, "Prefix") === "previews/" ||
          (at(rule, "ExpirationInDays") === undefined && at(rule, "Transitions") === undefined),
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

/** Each action that a role may take, with the statement that allows it. */
function grants(of: TemplateResource | undefined): [action: string, statement: unknown][] {
  const allowed = statements(of).filter((statement) => at(statement, "Effect") === "Allow");
  return allowed.flatMap((statement) =>
    listOf(at(statement, "Action")).map((action): [string, unknown] => [String(action), statement]),
  );
}

/** Whether a statement allows putting objects of the artifact bucket below `keys`, and only where none is. */
function onlyAdds(statement: unknown, keys: string): boolean {
  const isPut = at(statement, "Action") === "s3:PutObject" && isBelow(statement, keys);
  return isPut && at(statement, "Condition.Null.s3:if-none-match") === "false";
}

function isBelow(statement: unknown, keys: string): boolean {
  return at(statement, "Resource.Fn::Sub") === `\${ArtifactBucket.Arn}/${keys}`;
}
