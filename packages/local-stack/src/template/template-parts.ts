import type { Template, TemplateResource } from "./template.ts";

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

/** The resources of one type, with their logical ids, whatever their conditions. */
export function resourcesOf(template: Template, type: string): [id: string, TemplateResource][] {
  return Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
}

/** The logical id that a `Ref` or `GetAtt` refers to; undefined for everything else. */
export function referredId(value: unknown): string | undefined {
  const id = at(value, "Ref") ?? at(value, "Fn::GetAtt.0");
  return typeof id === "string" ? id : undefined;
}
