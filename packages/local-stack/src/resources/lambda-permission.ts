import * as z from "zod/mini";

import { noEffect, text } from "../template/property.ts";
import type { ResourceType } from "../template/resource-type.ts";

const properties = z.strictObject({
  FunctionName: text,
  Action: text,
  Principal: text,
  SourceArn: z.optional(text),
  SourceAccount: noEffect,
});

/** What a template says about who may invoke a function. */
export type LambdaPermissionProperties = z.output<typeof properties>;

/** Lets a service invoke a function. */
export const lambdaPermission: ResourceType<LambdaPermissionProperties> = {
  type: "AWS::Lambda::Permission",
  properties,
  identify: (name) => ({ ref: name, attributes: { Id: name } }),
};
