import { contentPolicy } from "../document/gallery-document.ts";

/** Headers of every answer: nothing is guessed, embedded elsewhere or sent to other sites. */
export const commonHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cache-control": "no-cache",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
} as const;

/**
 * Headers of a picture file. A browser that opens one by itself makes a document around it, whose player needs the file
 * and a style of its own; nothing else in it may load or run. It keeps its origin, since Chromium's player asks for the
 * file as the document's origin, and a sandbox's own origin may not read it; without scripts that gives nothing away.
 */
export const pictureHeaders = {
  ...commonHeaders,
  "content-security-policy":
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox allow-same-origin",
} as const;

/** Headers of the page itself: its own script, style and pictures, and no other source of anything. */
export const pageHeaders = {
  ...commonHeaders,
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `${contentPolicy({
    script: "'self'",
    style: "'self'",
    pictures: "'self'",
    connect: "'self'",
  })}; frame-ancestors 'none'`,
};
