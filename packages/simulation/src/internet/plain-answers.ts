import type { HostAnswer } from "./outbound.ts";

/** An answer in one piece. */
export function text(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): HostAnswer {
  return { status, headers, chunks: [Buffer.from(body)] };
}

/** A JSON answer in one piece. */
export function json(status: number, value: unknown): HostAnswer {
  return text(status, JSON.stringify(value));
}
