import * as z from "zod/mini";

import { noEffect, withDefault } from "./property.ts";
import { schemaProblems, TemplateError } from "./template-error.ts";

const parameterSchema = z.strictObject({
  Type: z.string(),
  Default: z.optional(z.union([z.string(), z.number(), z.boolean()])),
  AllowedValues: z.optional(z.array(z.union([z.string(), z.number(), z.boolean()]))),
  AllowedPattern: z.optional(z.string()),
  MinLength: z.optional(z.number()),
  MaxLength: z.optional(z.number()),
  MinValue: z.optional(z.number()),
  MaxValue: z.optional(z.number()),
  ConstraintDescription: z.optional(z.string()),
  NoEcho: z.optional(z.boolean()),
  ...noEffect("Description"),
});

const resourceSchema = z.strictObject({
  Type: z.string(),
  Properties: z.optional(z.record(z.string(), z.unknown())),
  Condition: z.optional(z.string()),
  // Everything is there before anything runs, and nothing is ever replaced or deleted.
  ...noEffect("DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata"),
});

const outputSchema = z.strictObject({
  Value: z.unknown(),
  Condition: z.optional(z.string()),
  ...noEffect("Description", "Export"),
});

const ruleSchema = z.strictObject({
  RuleCondition: z.optional(z.unknown()),
  Assertions: z.array(z.strictObject({ Assert: z.unknown(), AssertDescription: z.string() })),
});

const templateSchema = z.strictObject({
  ...noEffect("AWSTemplateFormatVersion", "Description", "Metadata"),
  Parameters: withDefault(z.record(z.string(), parameterSchema), {}),
  Rules: withDefault(z.record(z.string(), ruleSchema), {}),
  Conditions: withDefault(z.record(z.string(), z.unknown()), {}),
  Resources: z.record(z.string(), resourceSchema),
  Outputs: withDefault(z.record(z.string(), outputSchema), {}),
});

/**
 * A template as it is written, nothing evaluated, its short tags spelled out: `!Ref x` as `{ Ref: "x" }`, `!GetAtt x.Arn`
 * as `{ "Fn::GetAtt": ["x", "Arn"] }`.
 */
export type Template = z.output<typeof templateSchema>;

/** One resource of a template, as it is written. */
export type TemplateResource = z.output<typeof resourceSchema>;

/** One entry of a template's `Parameters`. */
export type ParameterDefinition = z.output<typeof parameterSchema>;

/** `given` as a template. @throws {TemplateError} naming each section that the local stack does not know. */
export function checkTemplate(given: unknown): Template {
  const result = z.safeParse(templateSchema, given);
  if (!result.success) throw new TemplateError(schemaProblems(result.error.issues, "Template"));
  return result.data;
}
