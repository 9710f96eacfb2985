import { maxBodyBytes } from "@reddit-crawler/message-schema/http-api/crawl-input";

import { refusal, type Refusal } from "./problem.ts";

/** A body as API Gateway hands it over: text, or base64 of its bytes. */
export interface ReceivedBody {
  contentType: string | undefined;
  text: string | undefined;
  isBase64Encoded: boolean;
}

/** The JSON value that was sent, or why there is none: 415, 413 or 400. */
export function readJsonBody(body: ReceivedBody): { kind: "json"; value: unknown } | Refusal {
  const mediaType = body.contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  // Without the header a client means something else too: curl --data sends a form.
  if (!/^application\/(?:[a-z0-9.+-]+\+)?json$/.test(mediaType))
    return refusal(
      415,
      `The body is ${mediaType === "" ? "of no named type" : mediaType}. Send JSON and say so: curl --json '{"subreddit":"aww"}', or the header content-type: application/json.`,
    );
  const bytes = Buffer.from(body.text ?? "", body.isBase64Encoded ? "base64" : "utf8");
  if (bytes.byteLength > maxBodyBytes)
    return refusal(
      413,
      `The body has ${bytes.byteLength} bytes; at most ${maxBodyBytes} are read.`,
    );
  try {
    return { kind: "json", value: JSON.parse(bytes.toString("utf8")) };
  } catch {
    return refusal(400, 'The body is not JSON such as {"subreddit":"aww"}.');
  }
}
