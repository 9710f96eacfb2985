import type { Problem } from "./problem.ts";

/** Chosen: a crawl takes 100 bytes, and nothing larger is worth parsing. */
export const maxBodyBytes = 8 * 1024;

/** A body as API Gateway hands it over: text, or base64 of its bytes. */
export interface ReceivedBody {
  contentType: string | undefined;
  text: string | undefined;
  isBase64Encoded: boolean;
}

/** The JSON value that was sent, or why there is none: 415, 413 or 400. */
export function readJsonBody(body: ReceivedBody): { value: unknown } | { problem: Problem } {
  const mediaType = body.contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  // Without the header a client means something else too: curl --data sends a form.
  if (!/^application\/(?:[a-z0-9.+-]+\+)?json$/.test(mediaType))
    return {
      problem: {
        status: 415,
        detail: `The body is ${mediaType === "" ? "of no named type" : mediaType}. Send JSON and say so: curl --json '{"subreddit":"aww"}', or the header content-type: application/json.`,
      },
    };
  const bytes = Buffer.from(body.text ?? "", body.isBase64Encoded ? "base64" : "utf8");
  if (bytes.byteLength > maxBodyBytes)
    return {
      problem: {
        status: 413,
        detail: `The body has ${bytes.byteLength} bytes; at most ${maxBodyBytes} are read.`,
      },
    };
  try {
    return { value: JSON.parse(bytes.toString("utf8")) };
  } catch {
    return {
      problem: { status: 400, detail: 'The body is not JSON such as {"subreddit":"aww"}.' },
    };
  }
}
