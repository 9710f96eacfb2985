import * as z from "zod/mini";

import type { ApiRequest } from "./api-request.ts";
import { refusal, type FieldProblem, type Refusal } from "./problem.ts";

/** Which page of a list a caller wants: at most `limit` entries after `cursor`. */
interface PageQuery {
  kind: "page";
  cursor: string | undefined;
  limit: number;
}

/**
 * The page that the query asks for, or a 400 that names each wrong parameter. A cursor is what the page before called
 * `next_cursor`, and has to be one of `cursorSchema`.
 */
export function readPageQuery(
  { query }: ApiRequest,
  cursorSchema: z.ZodMiniType<string>,
  bounds: { usual: number; most: number },
): PageQuery | Refusal {
  const { cursor, limit = String(bounds.usual), ...others } = query;
  const errors: FieldProblem[] = Object.keys(others).map((field) => ({
    field,
    detail: "is unknown; the parameters are cursor, limit",
  }));
  if (cursor !== undefined && !z.safeParse(cursorSchema, cursor).success)
    errors.push({ field: "cursor", detail: "must be the next_cursor of the page before" });
  const count = /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  if (count < 1 || count > bounds.most)
    errors.push({ field: "limit", detail: `must be a whole number from 1 to ${bounds.most}` });
  return errors.length === 0
    ? { kind: "page", cursor, limit: count }
    : refusal(400, "Correct the parameters that errors names.", { errors });
}
