import { isLosing } from "./losing-change.ts";
import type { ResourceChange } from "./stack.ts";

const signs: Readonly<Record<string, string>> = { Add: "+", Remove: "-", Modify: "~", Import: "<" };

/** A change set in lines, one a resource, those that lose something first. */
export function describeChanges(changes: readonly ResourceChange[]): string[] {
  return changes
    .map((change) => ({ change, losing: isLosing(change) }))
    .toSorted((a, b) => Number(b.losing) - Number(a.losing))
    .map(({ change, losing }) => {
      const { action, logicalId, type, replacement, properties } = change;
      const what = properties.length > 0 ? `: ${properties.join(", ")}` : "";
      const how = replacement === "Conditional" ? "MAY BE REPLACED" : "REPLACED";
      const warning = action === "Remove" ? " REMOVED" : ` ${how}`;
      return `${signs[action] ?? action} ${logicalId} (${type})${losing ? warning : ""}${what}`;
    });
}
