import type { InvocationEnd, LambdaFunction } from "./aws/lambda-function.ts";
import { ServiceError } from "./aws/service-error.ts";
import type { World } from "./world.ts";

/** Attempts of one caller, and the milliseconds between two. */
const mostAttempts = 6;
const waitMs = 20_000;

/** What a caller asks for. */
export interface CrawlOrder {
  subreddit: string;
  limit: number;
  source?: string;
  sort_method?: string;
  import_key?: string;
}

/** What of API Gateway's event for `POST /crawls` the function reads. */
function apiEvent(body: CrawlOrder, id: number) {
  const requestId = `api-${id}`;
  const trace = `Root=1-${"0".repeat(8)}-${id.toString(16).padStart(24, "0")}`;
  return {
    headers: { "content-type": "application/json", "x-amzn-trace-id": trace },
    requestContext: {
      domainName: "api.example.com",
      http: { method: "POST", path: "/crawls" },
      requestId,
      stage: "$default",
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}

/** A client that requests a crawl until the answer is 201, six times at most. */
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

  /** Asks for a crawl in `ms` milliseconds. */
  askAfter(ms: number, order: CrawlOrder): void {
    this.waiting += 1;
    this.#world.timeline.after(ms, () => this.#ask(order, 1));
  }

  #ask(order: CrawlOrder, attempt: number): void {
    const { faults, timeline } = this.#world;
    const event = apiEvent(order, this.#world.nextId());
    const onEnd = (end: InvocationEnd) => {
      const crawlId = acceptedCrawl(end);
      if (crawlId !== undefined) this.#onAccepted(crawlId);
      const isHeard = !faults.strikes("caller hears nothing");
      this.#world.log("caller", () => `hears ${isHeard ? (crawlId ?? "an error") : "nothing"}`);
      if ((crawlId !== undefined && isHeard) || attempt === mostAttempts) this.waiting -= 1;
      else timeline.after(waitMs, () => this.#ask(order, attempt + 1));
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
