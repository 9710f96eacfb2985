import type { ResourceChange } from "./stack.ts";

/** What holds crawls, posts or pictures, or what others know by its name. */
const keeping = new Set(["AWS::SQS::Queue", "AWS::S3::Bucket", "AWS::SNS::Topic"]);
const signs: Readonly<Record<string, string>> = { Add: "+", Remove: "-", Modify: "~", Import: "<" };

/** Whether a queue, bucket or topic is removed or replaced, or may be: no later deployment brings its content back. */
export function isIrreversible(change: ResourceChange): boolean {
  return keeping.has(change.type) && lossOf(change) !== "";
}

/** A change set in lines, one per resource; removals and replacements come first. */
export function describeChanges(changes: readonly ResourceChange[]): string[] {
  return changes
    .map((change) => ({ ...change, loss: lossOf(change) }))
    .toSorted((a, b) => Number(b.loss !== "") - Number(a.loss !== ""))
    .map(({ action, logicalId, type, loss, properties }) => {
      const what = properties.length > 0 ? `: ${properties.join(", ")}` : "";
      return `${signs[action] ?? action} ${logicalId} (${type})${loss}${what}`;
    });
}

function lossOf({ action, replacement = "False" }: ResourceChange): string {
  if (action === "Remove") return " REMOVED";
  if (replacement === "False") return "";
  return replacement === "Conditional" ? " MAY BE REPLACED" : " REPLACED";
}
