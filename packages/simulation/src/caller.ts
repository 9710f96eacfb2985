import type { InvocationEnd, LambdaFunction } from "./aws/lambda-function.ts";
import { ServiceError } from "./aws/service-error.ts";
import { subreddit } from "./internet/draw-post.ts";
import type { World } from "./world.ts";

/** Chosen: a person who is patient, but not for ever. */
const mostTries = 6;
const waitMs = 20_000;

/** What API Gateway hands to the function for `POST /crawls`. */
function apiEvent(body: object, requestId: string) {
  return {
    version: "2.0",
    routeKey: "POST /crawls",
    rawPath: "/crawls",
    rawQueryString: "",
    headers: { "content-type": "application/json" },
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      domainName: "api.example.com",
      domainPrefix: "api",
      http: {
        method: "POST",
        path: "/crawls",
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.1",
        userAgent: "simulation",
      },
      requestId,
      routeKey: "POST /crawls",
      stage: "$default",
      time: "22/Nov/2026:20:00:00 +0000",
      timeEpoch: 1_795_377_600_000,
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}

/** Somebody who wants a crawl and asks again until the answer is 201. */
export class Caller {
  /** Crawls that are still asked for. */
  waiting = 0;
  readonly #world: World;
  readonly #api: LambdaFunction;
  readonly #onAccepted: (crawlId: string) => void;

  constructor(world: World, api: LambdaFunction, onAccepted: (crawlId: string) => void) {
    this.#world = world;
    this.#api = api;
    this.#onAccepted = onAccepted;
  }

  /** Asks for a crawl of `limit` posts in `ms` milliseconds. */
  askAfter(ms: number, limit: number): void {
    this.waiting += 1;
    this.#world.timeline.after(ms, () => this.#ask(limit, 1));
  }

  #ask(limit: number, tries: number): void {
    const { faults, timeline } = this.#world;
    const event = apiEvent({ subreddit, limit }, `api-${this.#world.nextId()}`);
    const onEnd = (end: InvocationEnd) => {
      const crawlId = acceptedCrawl(end);
      if (crawlId !== undefined) this.#onAccepted(crawlId);
      const isHeard = !faults.strikes("caller hears nothing");
      this.#world.tell("caller", () => `hears ${isHeard ? (crawlId ?? "an error") : "nothing"}`);
      if ((crawlId !== undefined && isHeard) || tries === mostTries) this.waiting -= 1;
      else timeline.after(waitMs, () => this.#ask(limit, tries + 1));
    };
    try {
      this.#api.runNow(event, onEnd);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      onEnd({ error: error.message });
    }
  }
}

function acceptedCrawl(end: InvocationEnd): string | undefined {
  if (!("answer" in end)) return undefined;
  const { statusCode, body }: { statusCode?: number; body?: string } = Object(end.answer);
  if (statusCode !== 201 || body === undefined) return undefined;
  const { crawl_id }: { crawl_id: string } = JSON.parse(body);
  return crawl_id;
}
