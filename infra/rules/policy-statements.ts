import type { Template } from "@reddit-crawler/local-stack/template/template";
import {
  at,
  listOf,
  referredId,
  resourcesOf,
} from "@reddit-crawler/local-stack/template/template-parts";

/** The statements of every policy of `type` (a queue, topic or bucket policy) that is attached to `target`. */
export function policyStatements(template: Template, type: string, target: string): unknown[] {
  return resourcesOf(template, type)
    .filter(([, { Properties }]) =>
      ["Queues", "Topics", "Bucket"]
        .flatMap((name) => listOf(at(Properties, name)))
        .some((id) => referredId(id) === target),
    )
    .flatMap(([, policy]) => listOf(at(policy, "Properties.PolicyDocument.Statement")));
}

/** Everything that a function may do, conditional statements included. */
export function roleStatements(template: Template, functionId: string): unknown[] {
  const role = referredId(at(template.Resources, `${functionId}.Properties.Role`));
  return listOf(at(template.Resources, `${role}.Properties.Policies`))
    .flatMap((policy) => listOf(at(policy, "PolicyDocument.Statement")))
    .map((statement) => at(statement, "Fn::If.1") ?? statement);
}

/** Whether a statement refuses every request that came over plain HTTP. */
export function isTlsOnly(statement: unknown): boolean {
  return (
    at(statement, "Effect") === "Deny" &&
    at(statement, "Principal") === "*" &&
    at(statement, "Condition.Bool.aws:SecureTransport") === "false"
  );
}
