import { contentPolicy } from "../document/content-policy.ts";

/** Headers of every answer: nothing is guessed, embedded elsewhere or told to other sites. */
export const commonHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cache-control": "no-cache",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
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
