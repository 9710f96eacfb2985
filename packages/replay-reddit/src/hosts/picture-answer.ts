import type { Answer } from "../network/answer.ts";
import { contentTypes, type PictureType } from "../pictures/picture-type.ts";

/** Answers a file with the content type that its bytes deserve. */
export function pictureAnswer(file: Uint8Array, type: PictureType): Answer {
  return {
    status: 200,
    headers: {
      "content-type": contentTypes[type],
      "cache-control": "public, max-age=604800",
      "accept-ranges": "bytes",
    },
    body: file,
  };
}

/** Whether a client asks for a web page, as a browser's address bar does. */
export function wantsPage(headers: Readonly<Record<string, string>>): boolean {
  return (headers["accept"] ?? "").includes("text/html");
}
