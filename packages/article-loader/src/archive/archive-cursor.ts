import * as z from "zod/mini";

const beforeSchema = z.int();
const scoredId = z.tuple([z.string(), z.number()]);

const cursorSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("newest"), before: beforeSchema }),
  z.object({
    kind: z.literal("scan"),
    before: beforeSchema,
    pages: z.int(),
    best: z.array(scoredId),
  }),
  z.object({ kind: z.literal("ranked"), ids: z.array(z.string()) }),
]);

/**
 * How far a listing of the archive has come. `newest` goes back in time, its next page before a second since 1970,
 * exclusive. A ranking first goes back through all of its time (`scan`) and keeps the best posts with their scores, and
 * then reads those (`ranked`), best first.
 */
export type ArchiveCursor = z.infer<typeof cursorSchema>;

/** The cursor as a page's `after`. */
export function formatCursor(cursor: ArchiveCursor): string {
  return JSON.stringify(cursor);
}

/** The cursor in a page's `after`. @throws when this function did not write it. */
export function parseCursor(text: string): ArchiveCursor {
  return z.parse(cursorSchema, JSON.parse(text));
}

/** Where to go on behind a page of the posts before a second, the newest first. */
export type NextPage = { kind: "end" } | { kind: "before"; before: number } | { kind: "full" };

/**
 * Where the listing goes on behind a page with posts of these seconds. `before` is exclusive and there is no cursor inside
 * of a second, so the next page begins with the page's last second again, of which it may have had a part. A page that
 * has nothing but that second, and room left, is the end; one without room is `full`, since a further page of its size
 * would be the same.
 */
export function pageBehind(
  seconds: readonly number[],
  { before, after, limit }: { before: number; after: number | undefined; limit: number },
): NextPage {
  if (seconds.length === 0) return { kind: "end" };
  const next = Math.min(...seconds) + 1;
  if (next >= before) return { kind: seconds.length < limit ? "end" : "full" };
  return after !== undefined && next <= after + 1
    ? { kind: "end" }
    : { kind: "before", before: next };
}

/** The best `most` of two lists, best first; an equal score keeps its order. */
export function bestOf(
  best: readonly [string, number][],
  more: readonly [string, number][],
  most: number,
): [string, number][] {
  const known = new Set(best.map(([id]) => id));
  const all = [...best, ...more.filter(([id]) => !known.has(id))];
  return all.toSorted(([, a], [, b]) => b - a).slice(0, most);
}
