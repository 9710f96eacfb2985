import type { MetricUnit } from "@reddit-crawler/function-runtime/log";

import type { PostResult } from "./download-post.ts";

const namesByOutcome: Readonly<Record<string, string>> = {
  stored: "PicturesStored",
  "already-stored": "PicturesAlreadyStored",
  gone: "PicturesGone",
  "not-a-picture": "LinksNotAPicture",
  "too-large": "PicturesTooLarge",
  refused: "PicturesRefused",
};

/** What one delivery of a post adds to the metrics; links that an earlier delivery counted are not counted again. */
export function outcomeMetrics(
  result: PostResult,
): Record<string, readonly [value: number, unit: MetricUnit]> {
  const counts = new Map<string, number>();
  const add = (name: string, value: number) => counts.set(name, (counts.get(name) ?? 0) + value);
  for (const { outcome, bytes } of result.newLinks) {
    add(namesByOutcome[outcome] ?? "LinksOfOtherOutcome", 1);
    if (outcome === "stored") add("BytesStored", bytes ?? 0);
  }
  if (result.kind === "undecided") add("LinksUndecided", result.failures.length);
  else add("PostsDecided", 1);
  if (result.kind === "decided" && result.newRepeats > 0)
    add("PicturesRepeated", result.newRepeats);
  return Object.fromEntries(
    [...counts].map(([name, value]) => [
      name,
      [value, name === "BytesStored" ? "Bytes" : "Count"] as const,
    ]),
  );
}
