/** What a host is asked. Header names are lower-case. */
export interface ReplayRequest {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * How the body misbehaves: `truncate` closes the connection after half of what was declared, `stall` sends half and
 * then nothing, until the client goes away.
 */
export type BodyFault = "truncate" | "stall";

/** What a host answers. `content-length` is set from the body. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | string;
  bodyFault?: BodyFault;
}

/** An answer, or none: `never` keeps the client waiting, `reset` breaks the connection. */
export type Reply = Answer | "never" | "reset";

/** One host of the replay, asked on behalf of all its names. */
export type ReplayHost = (request: ReplayRequest) => Reply | Promise<Reply>;

/** Answers a value as JSON. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** Answers a page with `content` as its body. */
export function html(content: string, status = 200, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8", ...headers },
    body: `<!doctype html><html><head><title>${status}</title></head><body>${content}</body></html>`,
  };
}

/** Sends the client to `location`. */
export function redirect(location: string, status = 302): Answer {
  return { status, headers: { location }, body: "" };
}
