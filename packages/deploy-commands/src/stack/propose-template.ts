import { createHash } from "node:crypto";

import type { DeployWorld } from "../world.ts";
import type { ParameterChange, Proposal, StackState } from "./stack.ts";

/** Why a template is compared, and the artifact bucket through which CloudFormation gets it. */
export interface Comparison {
  purpose: "deploy" | "preview";
  bucket: string;
}

/**
 * What `template` with `change` would do to a stack in `state`, undefined for one that does not exist. Resolves to
 * undefined when that is nothing.
 *
 * The template is uploaded first: a request takes 51,200 bytes of one, a URL leads to 1 MB
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).
 */
export async function proposeTemplate(
  template: string,
  change: ParameterChange,
  state: StackState | undefined,
  { purpose, bucket }: Comparison,
  { stack, bucket: bucketOf, clock }: DeployWorld,
): Promise<Proposal | undefined> {
  // What the stack has already is neither uploaded nor compared.
  if (state && hasAll(state, change.set) && (await stack.readTemplate()) === template)
    return undefined;
  // Pull requests may write below previews/, so nothing there is used twice: it may be other than its name says.
  const folder = purpose === "deploy" ? "templates" : `previews/${clock.now()}`;
  const bytes = Buffer.from(template);
  const key = `${folder}/${createHash("sha256").update(bytes).digest("hex")}.yaml`;
  const store = bucketOf(bucket);
  await store.put({ key, bytes, contentType: "application/yaml" });
  return stack.proposeTemplate(await store.urlOf(key), change, state === undefined);
}

function hasAll({ parameters }: StackState, values: ParameterChange["set"]): boolean {
  return Object.entries(values).every(([name, value]) => parameters[name] === value);
}
