/** The bytes of a file to send: all of it, a part of it from `start` to `end` inclusive, or none since there are none. */
export type ByteRange =
  | { kind: "whole" }
  | { kind: "part"; start: number; end: number }
  | { kind: "unsatisfiable" };

/**
 * What a Range header asks of a file of `sizeBytes`: one range, as video players send it. Several ranges, other units and
 * malformed headers mean the whole file (RFC 9110, section 14.2).
 */
export function byteRange(header: string | undefined, sizeBytes: number): ByteRange {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return { kind: "whole" };
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (first !== "" && last !== "" && Number(last) < start) return { kind: "whole" };
  return start > end ? { kind: "unsatisfiable" } : { kind: "part", start, end };
}
