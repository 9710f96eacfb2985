import type { IncomingMessage, ServerResponse } from "node:http";

import { commonHeaders } from "./response-headers.ts";

/** The API refuses longer bodies itself; this one only keeps them out of memory. */
const maxBodyBytes = 16_384;
const answerWithinMs = 30_000;

/** Passes an order on to the pipeline's own `POST /crawls`, and its answer back: it alone decides what is a valid order. */
export async function forwardCrawl(
  apiUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? ""))
    return refuse(response, 415, "Send the order as application/json.");
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return refuse(response, 413, "The order is too long.");
    chunks.push(chunk);
  }
  let status: number;
  let text: string;
  try {
    const answer = await fetch(new URL("/crawls", apiUrl), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Buffer.concat(chunks),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    status = answer.status;
    text = await answer.text();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(response, 502, `The pipeline's API does not answer: ${reason}`);
  }
  response.writeHead(status, { ...commonHeaders, "content-type": "application/json" }).end(text);
}

/** Answers with problem details (RFC 9457). */
export function refuse(response: ServerResponse, status: number, detail: string): void {
  response
    .writeHead(status, { ...commonHeaders, "content-type": "application/problem+json" })
    .end(JSON.stringify({ type: "about:blank", status, detail }));
}
