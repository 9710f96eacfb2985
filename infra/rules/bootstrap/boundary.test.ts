import { bootstrapFile } from "@reddit-crawler/local-stack/template/template-files";
import {
  boundaryFitsTheFunctions,
  rolesStayBounded,
  rolesTakeTheBoundary,
  whatDeploysIsLeftAlone,
} from "./boundary.ts";
import { describeRule } from "../describe-rule.ts";

const granted = "Resources.CloudFormationRole.Properties.Policies.0.PolicyDocument.Statement";
const boundary = "Resources.FunctionBoundary.Properties.PolicyDocument.Statement";

describeRule(
  "no role is made or widened without the boundary",
  rolesStayBounded,
  [
    ["roles without boundary", `${granted}.1.Condition`],
    [
      "another boundary",
      `${granted}.1.Condition.StringEquals`,
      { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
    ],
    ["a boundary that is taken off", `${granted}.1.Action.4`, "iam:DeleteRolePermissionsBoundary"],
    ["a policy of AWS", `${granted}.1.Action.4`, "iam:AttachRolePolicy"],
    ["a boundary that is rewritten", `${granted}.2.Action.0`, "iam:CreatePolicyVersion"],
    ["widening among the rest", `${granted}.2.Action.0`, "iam:PutRolePolicy"],
  ],
  bootstrapFile,
);

describeRule(
  "what deploys is left alone",
  whatDeploysIsLeftAlone,
  [
    ["its own roles", `${granted}.6`],
    ["other roles instead", `${granted}.6.Resource`, { "Fn::Sub": "arn:aws:iam::1:role/x-*" }],
    ["zips that are deleted", `${granted}.7`],
    ["zips that are put", `${granted}.7.NotAction`, ["s3:GetObject", "s3:PutObject"]],
  ],
  bootstrapFile,
);

describeRule(
  "the boundary is what the functions need",
  boundaryFitsTheFunctions,
  [
    ["a permission too many", `${boundary}.0.Action.14`, "iam:PassRole"],
    ["a wildcard", `${boundary}.0.Action.4`, "s3:*"],
    ["a permission too few", `${boundary}.0.Action`, ["s3:GetObject"]],
    ["every bucket", `${boundary}.0.Resource.2`, { "Fn::Sub": "arn:aws:s3:::*" }],
    ["the zips", `${boundary}.1`],
  ],
  bootstrapFile,
);

describeRule("every role takes the boundary", rolesTakeTheBoundary, [
  ["a role without one", "Resources.BalancerRole.Properties.PermissionsBoundary"],
  [
    "a boundary that is never there",
    "Resources.BalancerRole.Properties.PermissionsBoundary.Fn::If.0",
    "UsesJwt",
  ],
]);
