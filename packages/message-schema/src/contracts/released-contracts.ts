import crawlRequest from "../../released/crawl-request.json" with { type: "json" };
import crawlSummary from "../../released/crawl-summary.json" with { type: "json" };
import downloadJob from "../../released/download-job.json" with { type: "json" };
import postMessage from "../../released/post-message.json" with { type: "json" };
import postRecord from "../../released/post-record.json" with { type: "json" };

import type { JsonSchema } from "../compatibility/json-schema.ts";
import type { contracts } from "./contracts.ts";

/** A contract as the stages that run today know it. */
export interface ReleasedContract {
  schema: JsonSchema;
  examples: readonly unknown[];
}

/**
 * Every contract as it was last released: what today's producers send, and what today's consumers accept. One that is new
 * since then is not among them.
 */
export const releasedContracts = {
  "crawl-request": crawlRequest,
  "post-message": postMessage,
  "download-job": downloadJob,
  "post-record": postRecord,
  "crawl-summary": crawlSummary,
} satisfies Partial<Record<keyof typeof contracts, ReleasedContract>>;
