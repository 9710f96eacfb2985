import { at, listOf } from "@reddit-crawler/local-stack/template/template-parts";

import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { failing, type Rule } from "../rule.ts";
import facts from "./handler-permissions.json" with { type: "json" };

/** What CloudFormation asks AWS for when it creates, reads, updates or deletes a resource of a type. */
const types: Readonly<Record<string, { arn: string; permissions: readonly string[] } | undefined>> =
  facts.types;

/** Permissions of handlers for properties that the template does not use, and why it does not need them. */
const unneeded: readonly (readonly [permission: RegExp, why: string])[] = [
  [/^iam:(?:Attach|Detach)RolePolicy$/, "no role has managed policies"],
  [/^iam:DeleteRolePermissionsBoundary$/, "no role may lose its boundary"],
  [/^iam:UpdateRoleDescription$/, "no role has a description"],
  [/^(?:ec2|elasticfilesystem):/, "no function is in a VPC or mounts a file system"],
  [/^kms:/, "no key is the customer's own"],
  [/^lambda:(?:GetCodeSigningConfig|GetLayerVersion)$/, "no code is signed, and no layer is used"],
  [/^s3:GetObjectVersion$/, "a zip's key is its content: no version is named"],
  [/^(?:s3tables|firehose):/, "no bucket has tables of metadata, and no log group a stream"],
  [/^s3:REST\.PUT\.OBJECT$/, "no log group is delivered to a bucket"],
];

/** Permissions that AWS grants for no single resource (Service Authorization Reference). */
const withoutResource = new Set([
  "lambda:CreateEventSourceMapping",
  "logs:CreateLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:PutResourcePolicy",
]);
/** Permissions on resources of another kind than the handler's own. */
const elsewhere: Readonly<Record<string, string>> = {
  "iam:GetRole": ":role/",
  "iam:PassRole": ":role/",
  "s3:GetObject": "${ArtifactBucket.Arn}/*",
};

/** CloudFormation's role may do what the handlers of every type of the template ask for, on resources of that type. */
export const everyHandlerIsServed: Rule = ({ Resources }) => {
  const allowed = listOf(
    at(Resources, "CloudFormationRole.Properties.Policies.0.PolicyDocument.Statement"),
  ).filter((statement) => at(statement, "Effect") === "Allow");
  const used = new Set(Object.values(readTemplate().Resources).map(({ Type }) => Type));
  return [...used].flatMap((type) => {
    const handlers = types[type];
    if (!handlers) return [`nobody knows what ${type} needs: add it to handler-permissions.json`];
    return failing(
      ...handlers.permissions
        .filter((permission) => !unneeded.some(([pattern]) => pattern.test(permission)))
        .map((permission) => {
          const arn = elsewhere[permission] ?? handlers.arn;
          const isServed = allowed.some(
            (statement) => allows(statement, permission) && reaches(statement, permission, arn),
          );
          return [isServed, `CloudFormationRole may not ${permission} for ${type}`] as const;
        }),
    );
  });
};

function allows(statement: unknown, permission: string): boolean {
  return listOf(at(statement, "Action"))
    .map(String)
    .some((action) => action === permission || action === permission.replace(/:.*/, ":*"));
}

function reaches(statement: unknown, permission: string, arn: string): boolean {
  return listOf(at(statement, "Resource")).some((resource) =>
    withoutResource.has(permission)
      ? resource === "*"
      : resource === "*" || String(at(resource, "Fn::Sub")).includes(arn),
  );
}
