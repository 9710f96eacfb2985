import { bootstrapFile } from "@reddit-crawler/local-stack/template/template-files";
import { describeRule } from "../describe-rule.ts";
import { everyHandlerIsServed } from "./handlers.ts";

const statement = (index: number) =>
  `Resources.CloudFormationRole.Properties.Policies.0.PolicyDocument.Statement.${index}`;

describeRule(
  "CloudFormation may do what the handlers of every type ask for",
  everyHandlerIsServed,
  [
    ["a role that cannot be deleted", `${statement(2)}.Action.4`, "iam:GetRole"],
    ["no queue", `${statement(0)}.Action.6`],
    ["no dashboard", `${statement(0)}.Resource.1`],
    ["no log group that is looked for", `${statement(8)}.Action.2`],
    ["no zip", `${statement(5)}.Resource.Fn::Sub`, "${ArtifactBucket.Arn}/balancer/*"],
  ],
  bootstrapFile,
);
