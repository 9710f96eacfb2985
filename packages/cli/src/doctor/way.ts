import type { OutboundRequest } from "@reddit-crawler/function-runtime/http/outbound-http";

import type { LocalSettings } from "../pipeline/local-settings.ts";
import type { Verdict, WayAnswer } from "./verdict.ts";

/** One way to posts or pictures, and how one request finds out whether it is open. */
export interface Way {
  name: string;
  /** What a crawl has of it. */
  gives: string;
  /** What a person would have to configure first; undefined when nothing is missing. */
  notConfigured?(settings: LocalSettings): string | undefined;
  request(settings: LocalSettings): OutboundRequest;
  /** What the answer means. Pure, never throws; `nowMs` in milliseconds since 1970. */
  read(answer: WayAnswer, nowMs: number, settings: LocalSettings): Verdict;
}
