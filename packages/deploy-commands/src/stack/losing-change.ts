import type { ResourceChange } from "./stack.ts";

/** What holds crawls, posts or pictures, or is known outside of the stack by its name. */
const keeping = new Set(["AWS::SQS::Queue", "AWS::S3::Bucket", "AWS::SNS::Topic"]);

/** Whether a resource ends with this change, another one in its place or none; one that may end counts. */
export function isLosing({ action, replacement }: ResourceChange): boolean {
  return action === "Remove" || (replacement ?? "False") !== "False";
}

/** Whether what is lost is a queue, a bucket or a topic, which no later deployment brings back. */
export function isIrreversible(change: ResourceChange): boolean {
  return keeping.has(change.type) && isLosing(change);
}
