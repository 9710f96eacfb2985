import { setTimeout as sleep } from "node:timers/promises";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import {
  anySubreddit,
  crawlAddress,
  crawlTarget,
  type CrawlSelection,
} from "@reddit-crawler/message-schema";
import { filterAnswer } from "@reddit-crawler/message-schema/http-api/filter-input";
import * as z from "zod/mini";

/** Sends one request. */
export type Fetch = (
  url: URL,
  init?: { method?: string; headers?: Record<string, string>; body?: string },
) => Promise<Response>;

/** Milliseconds: API Gateway answers within 30 s. */
const timeoutMs = 35_000;

/** A fetch without signature, for an API that is open to this machine. */
export const openFetch: Fetch = (url, init = {}) =>
  fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });

/** What `POST /crawls` takes: an address, the selection, and the filter's fields where the person gave any. */
export interface CrawlOrder extends Partial<ReturnType<typeof filterAnswer>> {
  subreddit: string;
  /** Left out of the order of a file, which has its own. */
  sort_method?: string;
  time_filter?: string;
  limit: number;
  source?: string;
  /** With the source `file`: the object that its posts are put to. */
  import_key?: string;
}

/** The order of a crawl of these posts. */
export function orderOf(selection: CrawlSelection): CrawlOrder {
  const { sortMethod, timeFilter, limit, source, importKey } = selection;
  return {
    subreddit:
      crawlTarget(selection).kind === "subreddits" ? selection.subreddit : crawlAddress(selection),
    ...(source !== "file" && { sort_method: sortMethod, time_filter: timeFilter }),
    limit,
    ...(source !== undefined && { source }),
    ...(importKey !== undefined && { import_key: importKey }),
    ...filterAnswer(selection),
  };
}

/** Whose posts an order is for, as all words of a crawl say it: `r/aww`, `u/name`, `every subreddit` of a file. */
export function orderName({ subreddit, source }: Pick<CrawlOrder, "subreddit" | "source">): string {
  if (/[/.]/.test(subreddit)) return subreddit;
  return source === "file" && subreddit === anySubreddit ? "every subreddit" : `r/${subreddit}`;
}

/** The hosts that these orders open, as the template takes them; all open the same. Undefined where they name none. */
export function hostsOf(orders: readonly CrawlOrder[]): string | undefined {
  const hosts = orders[0]?.media_hosts;
  return hosts?.includes("all") ? "all" : hosts?.join();
}

/** What the commands read of the API's `201 Created`. */
const acceptedSchema = z.object({ crawl_id: z.string() });

/** A function that died or is starting answers at the second attempt. */
const attempts = 3;
const pauseMs = 500;

/**
 * Orders a crawl at a running stack's API and resolves to its id. After an answer of 500 or above it asks again: a crawl
 * that was ordered twice stores nothing twice.
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
    if (response.status === 201) return z.parse(acceptedSchema, await response.json()).crawl_id;
    if (response.status < 500 || attempt === attempts)
      throw await refusalOf(response, "The crawl was refused");
    await response.body?.cancel();
    await sleep(pauseMs);
  }
}

/** Problem details (RFC 9457), or API Gateway's own `message`. */
const problemSchema = z.object({
  title: z.optional(z.string()),
  detail: z.optional(z.string()),
  message: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ field: z.string(), detail: z.string() }))),
});

/** The error that says `what` happened and why the API refused, with what to do where it is not the request's fault. */
export async function refusalOf(response: Response, what: string): Promise<CommandError> {
  const body: unknown = await response.json().catch(() => undefined);
  const { title, detail, message, errors = [] } = z.safeParse(problemSchema, body).data ?? {};
  const reason = detail ?? title ?? message ?? "it gave no reason";
  const advice =
    response.status === 403 ? " Your AWS user needs execute-api:Invoke on the stack's API." : "";
  const fields = errors.map(({ field, detail: wrong }) => `${field}: ${wrong}`);
  return new CommandError(
    [`${what} (${response.status}): ${reason}${advice}`, ...fields].join("\n  "),
  );
}
