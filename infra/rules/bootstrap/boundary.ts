import {
  at,
  listOf,
  referredId,
  resourcesOf,
} from "@reddit-crawler/local-stack/template/template-parts";

import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { roleStatements } from "../policy-statements.ts";
import { isOfTraces } from "../permissions.ts";
import { failing, type Rule } from "../rule.ts";

/** What takes a role beyond what it was made for, unless it keeps its boundary. */
const widening = new Set([
  "iam:CreateRole",
  "iam:DeleteRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
]);
/** What no boundary bounds: it changes no permission, or only who may take a role that is bounded. */
const harmless = new Set([
  "iam:DeleteRole",
  "iam:GetRole",
  "iam:GetRolePolicy",
  "iam:ListAttachedRolePolicies",
  "iam:ListRolePolicies",
  "iam:PassRole",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
]);

/** CloudFormation makes and widens no role without the boundary, and can neither change nor remove that. */
export const rolesStayBounded: Rule = ({ Resources }) =>
  listOf(at(Resources, "CloudFormationRole.Properties.Policies.0.PolicyDocument.Statement"))
    .filter((statement) => at(statement, "Effect") === "Allow")
    .flatMap((statement) => {
      const required = at(statement, "Condition.StringEquals.iam:PermissionsBoundary");
      const isBounded = referredId(required) === "FunctionBoundary";
      return listOf(at(statement, "Action"))
        .map(String)
        .filter((action) => action.startsWith("iam:"))
        .filter((action) => !harmless.has(action) && !(isBounded && widening.has(action)))
        .map((action) => `CloudFormationRole may ${action} without the boundary`);
    });

/** CloudFormation leaves alone what deploys, even where its name begins like the crawler's. */
export const whatDeploysIsLeftAlone: Rule = ({ Resources }) => {
  const denied = listOf(
    at(Resources, "CloudFormationRole.Properties.Policies.0.PolicyDocument.Statement"),
  ).filter((statement) => at(statement, "Effect") === "Deny");
  const roles = denied.find((statement) => at(statement, "Action") === "iam:*");
  const zips = denied.find((statement) => at(statement, "NotAction") === "s3:GetObject");
  return failing(
    [
      String(at(roles, "Resource.Fn::Sub")).endsWith(":role/${AWS::StackName}-*"),
      "CloudFormationRole may change itself",
    ],
    [
      JSON.stringify(at(zips, "Resource")) === JSON.stringify(artifacts),
      "CloudFormationRole may change zips",
    ],
  );
};

/** The boundary allows what the functions need, by name, on the crawler's stacks, and no zip. */
export const boundaryFitsTheFunctions: Rule = ({ Resources }) => {
  const [allowed, traces, denied] = listOf(
    at(Resources, "FunctionBoundary.Properties.PolicyDocument.Statement"),
  );
  const template = readTemplate();
  const needed = new Set(
    resourcesOf(template, "AWS::Lambda::Function")
      .flatMap(([id]) => roleStatements(template, id))
      .flatMap((statement) => listOf(at(statement, "Action")).map(String)),
  );
  const ofTraces = listOf(at(traces, "Action")).map(String);
  const actions = [...listOf(at(allowed, "Action")).map(String), ...ofTraces];
  return failing(
    ...actions.map((action) => [needed.has(action), `no function needs ${action}`] as const),
    ...[...needed].map(
      (action) => [actions.includes(action), `the boundary forbids ${action}`] as const,
    ),
    ...listOf(at(allowed, "Resource")).map(
      (resource) =>
        [
          String(at(resource, "Fn::Sub")).endsWith("${StackNamePrefix}*"),
          `${JSON.stringify(resource)} is beyond the crawler's stacks`,
        ] as const,
    ),
    [ofTraces.every(isOfTraces), "a function may do something else to everything"],
    [
      at(denied, "Effect") === "Deny" &&
        JSON.stringify(at(denied, "Resource")) === JSON.stringify(artifacts),
      "a function may reach the zips",
    ],
  );
};

/** Every role takes the boundary that the stack is given. */
export const rolesTakeTheBoundary: Rule = (template) =>
  resourcesOf(template, "AWS::IAM::Role")
    .filter(([, role]) => {
      const [condition, boundary] = listOf(at(role, "Properties.PermissionsBoundary.Fn::If"));
      return (
        condition !== "HasRolePermissionsBoundary" ||
        referredId(boundary) !== "RolePermissionsBoundary"
      );
    })
    .map(([id]) => `${id} has no boundary`);

const artifacts = [
  { "Fn::GetAtt": ["ArtifactBucket", "Arn"] },
  { "Fn::Sub": "${ArtifactBucket.Arn}/*" },
];
