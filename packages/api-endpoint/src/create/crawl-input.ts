import type { CrawlSelection } from "@reddit-crawler/message-schema";
import {
  contradictions,
  crawlInputSchema,
  readSelection,
} from "@reddit-crawler/message-schema/http-api/crawl-input";
import * as z from "zod/mini";

import { refusal, type FieldProblem, type Refusal } from "../http/problem.ts";

/** More than a crawl has fields: a body of thousands shall not fill the answer and the log. */
const maxFieldProblems = 20;

/** The selection that `body` asks for, or a 400 that names each wrong field once, the first 20. */
export function readCrawlInput(
  body: unknown,
): { kind: "selection"; selection: CrawlSelection } | Refusal {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return refusal(400, 'The body must be a JSON object such as {"subreddit":"aww"}.');
  const result = z.safeParse(crawlInputSchema, body);
  const errors = result.success ? contradictions(result.data) : fieldProblems(result.error.issues);
  if (result.success && errors.length === 0)
    return { kind: "selection", selection: readSelection(result.data) };
  return refusal(400, "No crawl was started. Correct the fields that errors names.", { errors });
}

function fieldProblems(issues: readonly z.core.$ZodIssue[]): FieldProblem[] {
  const details = new Map<string, string>();
  for (const issue of issues) {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
    for (const field of unknown)
      details.set(
        field,
        `is unknown; the fields are ${Object.keys(crawlInputSchema.shape).join(", ")}`,
      );
    // Of a list the whole: a caller corrects one field.
    const field = String(issue.path[0] ?? "");
    if (unknown.length === 0 && !details.has(field)) details.set(field, issue.message);
  }
  return Array.from(details, ([field, detail]) => ({ field, detail })).slice(0, maxFieldProblems);
}
