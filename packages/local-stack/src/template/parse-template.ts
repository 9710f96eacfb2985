import { parseDocument, YAMLSeq, type Tags } from "yaml";

import { checkTemplate, type Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/**
 * The CloudFormation template that `text` holds, in YAML or JSON.
 * @throws {TemplateError} naming each line, section and intrinsic function that the local stack does not know.
 */
export function parseTemplate(text: string): Template {
  const document = parseDocument(text, { customTags: shortTags });
  // A tag that is not in the list below is a warning to the YAML library, but an intrinsic function to CloudFormation.
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) throw new TemplateError(broken.map((problem) => problem.message));
  return checkTemplate(document.toJS());
}

/** The short forms of the intrinsic functions that `evaluate` knows, after a scalar and after a list. */
const shortTags: Tags = [
  "Ref",
  "Condition",
  "GetAtt",
  "Sub",
  "If",
  "Equals",
  "Not",
  "And",
  "Or",
  "Join",
].flatMap((name) => {
  const longName = name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
  return [
    {
      tag: `!${name}`,
      resolve: (value: string) => ({ [longName]: name === "GetAtt" ? value.split(".") : value }),
    },
    {
      tag: `!${name}`,
      collection: "seq" as const,
      resolve: (value: unknown) => ({
        [longName]: value instanceof YAMLSeq ? value.toJSON() : value,
      }),
    },
  ];
});
