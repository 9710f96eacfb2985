import { setTimeout as sleep } from "node:timers/promises";

import * as z from "zod/mini";

import { openFetch, type Fetch } from "../deployed/signed-fetch.ts";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";

/** What `POST /crawls` takes. */
export interface CrawlOrder {
  subreddit: string;
  sort_method: string;
  time_filter: string;
  limit: number;
  min_score?: number | undefined;
  nsfw?: boolean | undefined;
  spoilers?: boolean | undefined;
  flair?: string | undefined;
  author?: string | undefined;
  since?: string | undefined;
  max_per_post?: number | undefined;
  media_hosts?: string[] | undefined;
}

/** What the commands read of the API's `201 Created`. */
const acceptedSchema = z.object({ crawl_id: z.string() });

/** What they read of any other answer: problem details (RFC 9457), or API Gateway's own message. */
const problemSchema = z.object({
  title: z.optional(z.string()),
  detail: z.optional(z.string()),
  message: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ field: z.string(), detail: z.string() }))),
});

/** Chosen: a function that died or is starting answers at the second try. */
const tries = 3;
const pauseMs = 500;

/**
 * Orders a crawl at a running stack's API and resolves to its id. An answer of 500 and above is asked again: a crawl that
 * was ordered twice stores nothing twice.
 * @throws {CommandError} in the API's own words when it refuses.
 */
export async function orderCrawl(
  apiUrl: string,
  order: CrawlOrder,
  send: Fetch = openFetch,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const response = await send(new URL("/crawls", apiUrl), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(order),
    });
    const body: unknown = await response.json();
    if (response.status === 201) return z.parse(acceptedSchema, body).crawl_id;
    if (response.status < 500 || attempt === tries) throw refusal(response.status, body);
    await sleep(pauseMs);
  }
}

function refusal(status: number, body: unknown): CommandError {
  const problem = z.safeParse(problemSchema, body).data ?? {};
  const fields = problem.errors?.map(({ field, detail }) => `${field}: ${detail}`) ?? [];
  const reason = problem.detail ?? problem.title ?? problem.message ?? "no reason was given";
  return new CommandError([`The crawl was refused (${status}): ${reason}`, ...fields].join("\n  "));
}
