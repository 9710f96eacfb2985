import { request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import {
  anySubreddit,
  crawlAddress,
  crawlTarget,
  type CrawlSelection,
} from "@reddit-crawler/message-schema";
import { filterAnswer } from "@reddit-crawler/message-schema/http-api/filter-input";
import * as z from "zod/mini";

/** One answer of the API, whole. */
export interface ApiAnswer {
  status: number;
  etag?: string | undefined;
  body: string;
}

/** Sends one request. */
export type Send = (
  url: URL,
  init?: { method?: string; headers?: Record<string, string>; body?: string },
) => Promise<ApiAnswer>;

/** Milliseconds: API Gateway answers within 30 s. */
export const answerTimeoutMs = 35_000;

/**
 * Asks an API that is open to this machine, over http. Node's fetch takes a tenth of a crawl's start to load.
 * @throws {DOMException} `TimeoutError` after `answerTimeoutMs`; Node's `AbortError` would pass for a person's stop.
 */
export const sendOpenly: Send = async (url, { method = "GET", headers = {}, body } = {}) => {
  const signal = AbortSignal.timeout(answerTimeoutMs);
  const answered = Promise.withResolvers<IncomingMessage>();
  request(url, { method, headers, signal }, answered.resolve)
    .once("error", answered.reject)
    .end(body);
  try {
    const answer = await answered.promise;
    return {
      status: answer.statusCode ?? 0,
      etag: answer.headers.etag,
      body: await text(answer),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
};

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
  send: Send = sendOpenly,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const answer = await send(new URL("/crawls", apiUrl), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(order),
    });
    if (answer.status === 201) return z.parse(acceptedSchema, JSON.parse(answer.body)).crawl_id;
    if (answer.status < 500 || attempt === attempts)
      throw refusalOf(answer, "The crawl was refused");
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
export function refusalOf({ status, body }: ApiAnswer, what: string): CommandError {
  const problem = z.safeParse(problemSchema, parseJson(body));
  const { title, detail, message, errors = [] } = problem.data ?? {};
  const reason = detail ?? title ?? message ?? "it gave no reason";
  const advice =
    status === 403 ? " Your AWS user needs execute-api:Invoke on the stack's API." : "";
  const fields = errors.map(({ field, detail: wrong }) => `${field}: ${wrong}`);
  return new CommandError([`${what} (${status}): ${reason}${advice}`, ...fields].join("\n  "));
}
