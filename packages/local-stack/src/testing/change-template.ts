import type { Template } from "../template/template.ts";

/**
 * Puts `value` at `path` of `template`, whose names are joined by dots; without a value, what stands there is deleted.
 * @throws {Error} when nothing stands around that place.
 */
export function changeTemplate(template: Template, path: string, value?: unknown): void {
  const names = path.split(".");
  const last = names.pop() ?? "";
  let place: object = template;
  for (const name of names) {
    const next: unknown = Reflect.get(place, name);
    if (typeof next !== "object" || next === null) throw new Error(`The template has no ${path}`);
    place = next;
  }
  if (value === undefined) Reflect.deleteProperty(place, last);
  else Reflect.set(place, last, value);
}
