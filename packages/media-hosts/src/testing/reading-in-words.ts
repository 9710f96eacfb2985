import type { LinkCandidate } from "@reddit-crawler/message-schema";

import type { LinkReading } from "../media-host.ts";

/** A reading as a row of a test's table shows it: `["original <url>", "reduced <url>"]`, `["page <url>", …]`, `["nothing <reason>"]`. */
export function readingInWords(reading: LinkReading): string[] {
  switch (reading.kind) {
    case "post":
      return [`post ${reading.postId}`];
    case "nothing":
      return [`nothing ${reading.reason}`];
    default: {
      const page = reading.kind === "page" ? [`page ${reading.page.href}`] : [];
      return [...page, ...reading.candidates.map(inWords)];
    }
  }
}

function inWords({ quality, url, guessed }: LinkCandidate): string {
  return `${guessed ? "guessed " : ""}${quality} ${url}`;
}
