/** What the form asks for, as `POST /crawls` takes it. */
export interface Order {
  subreddit: string;
  /** Absent for what the address says, else what is usual. */
  sort_method?: string;
  time_filter?: string;
  limit: number;
  min_score?: number;
  nsfw?: false;
  spoilers?: false;
  flair?: string;
  author?: string;
  /** A date or an instant. */
  since?: string;
}

/** What came of an order. `fields` says what is wrong with each, in the API's words. */
export type Ordered =
  | { accepted: true }
  | { accepted: false; detail: string; fields: Readonly<Record<string, string>> };

interface ProblemDetails {
  detail?: string;
  title?: string;
  message?: string;
  errors?: readonly { field: string; detail: string }[];
}

/** Orders a crawl from the pipeline behind the page. */
export async function orderCrawl(order: Order): Promise<Ordered> {
  try {
    const answer = await fetch("crawls", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(order),
    });
    if (answer.status === 201) return { accepted: true };
    const problem: ProblemDetails = await answer.json();
    const { detail, title, message, errors = [] } = problem;
    return {
      accepted: false,
      detail: detail ?? title ?? message ?? `The pipeline answered with status ${answer.status}.`,
      fields: Object.fromEntries(errors.map((error) => [error.field, error.detail])),
    };
  } catch {
    return {
      accepted: false,
      detail: "The pipeline does not answer. Is it still running?",
      fields: {},
    };
  }
}
