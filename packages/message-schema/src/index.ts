export * from "./crawl-request.ts";
export * from "./crawl-summary.ts";
export * from "./download-job.ts";
export * from "./identifiers.ts";
export * from "./listing-counts.ts";
export * from "./post-message.ts";
export * from "./post-record.ts";
export * from "./storage-keys.ts";
