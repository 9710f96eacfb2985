import { readFileSync } from "node:fs";

import { parseDocument, type CollectionTag, type ScalarTag } from "yaml";

/** A part of the template, with its intrinsic functions in their long form: `{ "Fn::GetAtt": ["PostQueue", "Arn"] }`. */
export type Part = Readonly<Record<string, unknown>>;

/** One resource of a template. */
export interface Resource extends Part {
  Type: string;
}

/** A CloudFormation template as data. */
export interface Template {
  Parameters: Readonly<Record<string, Part>>;
  Conditions: Part;
  Resources: Readonly<Record<string, Resource>>;
  Outputs: Readonly<Record<string, Part>>;
}

/** The intrinsic functions that the template may use; whatever runs it locally has to know them too. */
const tags: (ScalarTag | CollectionTag)[] = [
  { tag: "!Ref", resolve: (name: string) => ({ Ref: name }) },
  { tag: "!Sub", resolve: (text: string) => ({ "Fn::Sub": text }) },
  { tag: "!GetAtt", resolve: (path: string) => ({ "Fn::GetAtt": path.split(".") }) },
  ...["If", "Equals", "Not", "And", "Or", "Join"].map((name): CollectionTag => ({
    tag: `!${name}`,
    collection: "seq",
    resolve: (list) => ({ [`Fn::${name}`]: list.toJSON() }),
  })),
];

/** The template that `text` holds. @throws when it is no YAML or uses another intrinsic function. */
export function parseTemplate(text: string): Template {
  const document = parseDocument(text, { customTags: tags });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw problem;
  return document.toJS();
}

/** Where the template of the crawler's stack is. */
export const templateFile = new URL("template.yaml", import.meta.url);
/** Where the template of the artifact bucket and the CI roles is. */
export const bootstrapFile = new URL("bootstrap.yaml", import.meta.url);

const asWritten = new Map<URL, Template>();

/** A copy of the template in `file`, to be changed at will. */
export function readTemplate(file = templateFile): Template {
  const template = asWritten.get(file) ?? parseTemplate(readFileSync(file, "utf8"));
  asWritten.set(file, template);
  return structuredClone(template);
}

/** What stands at `path`, whose names are joined by dots; undefined where there is nothing. */
export function at(part: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => {
    if (typeof value !== "object" || value === null) return undefined;
    return Object.entries(value).find(([key]) => key === name)?.[1];
  }, part);
}

/** A value that may be one or several, as CloudFormation allows in policies. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The resources of one type, with their logical ids. */
export function resourcesOf(template: Template, type: string): [id: string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The logical id that a `Ref` or `GetAtt` speaks of; undefined for everything else. */
export function referredId(value: unknown): string | undefined {
  const id = at(value, "Ref") ?? at(value, "Fn::GetAtt.0");
  return typeof id === "string" ? id : undefined;
}
