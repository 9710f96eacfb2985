/** What became of one way. Where there is something to do, `next` says what. `unreached`: no server has answered. */
export type Verdict =
  | { kind: "open"; note: string; next?: string }
  | { kind: "refused"; why: string; next: string; unreached?: true }
  | { kind: "not-configured"; next: string };

/** The part of an answer that a verdict depends on. Header names are lower-case. */
export interface WayAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

/** What a refusal says, in a few words: the status, what kind of thing was sent, and the wait that was asked for. */
export function refusalWords({ status, headers, text }: WayAnswer): string {
  const type = headers["content-type"] ?? "";
  const sent = type.includes("text/html") || /^\s*</.test(text) ? ", a page" : "";
  const seconds = headers["retry-after"] ?? headers["x-ratelimit-reset"];
  const wait = seconds !== undefined && /^\d+$/.test(seconds) ? `, wait ${seconds} s` : "";
  return `${status}${sent}${wait}`;
}

/** The JSON object that a text is; undefined for anything else. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
