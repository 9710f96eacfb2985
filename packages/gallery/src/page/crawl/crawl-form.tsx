import type { CrawlRequest } from "@reddit-crawler/message-schema";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { Choice } from "../controls/choice.tsx";
import { FilterFields, filtersOfOrder, noFilters } from "./filter-fields.tsx";
import { orderCrawl, type Order, type Ordered } from "./order-crawl.ts";

/** What the address says, else a subreddit's top posts of the day, and a user's newest. */
const usual = "usual";
const sorts = {
  [usual]: "Usual",
  top: "Top",
  hot: "Hot",
  new: "New",
  rising: "Rising",
  controversial: "Controversial",
} satisfies Record<CrawlRequest["sortMethod"] | typeof usual, string>;
const periods = {
  [usual]: "Usual",
  hour: "Hour",
  day: "Day",
  week: "Week",
  month: "Month",
  year: "Year",
  all: "All time",
} satisfies Record<CrawlRequest["timeFilter"] | typeof usual, string>;
/** The schema's own `maxPostsPerCrawl`, which would bring a schema library into the page. */
const mostPosts = 1000;

/** The form that starts a crawl; the pipeline's API says what is wrong with an order. */
export function CrawlForm({ onAccepted }: { onAccepted: () => void }) {
  const [order, setOrder] = useState({ subreddit: "", sort: usual, time: usual, limit: 100 });
  const [filters, setFilters] = useState(noFilters);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Exclude<Ordered, { accepted: true }>>();
  const isTimed = [usual, "top", "controversial"].includes(order.sort);
  const change = (part: Partial<typeof order>) => setOrder((before) => ({ ...before, ...part }));

  const send = async () => {
    setSending(true);
    const { subreddit, sort, time, limit } = order;
    const result = await orderCrawl({
      subreddit: subreddit.trim(),
      ...(sort !== usual && { sort_method: sort }),
      ...(isTimed && time !== usual && { time_filter: time }),
      limit,
      ...filtersOfOrder(filters),
    });
    setSending(false);
    setRefusal(result.accepted ? undefined : result);
    if (result.accepted) onAccepted();
  };
  const fault = (field: keyof Order) => refusal?.fields[field];

  return (
    <form
      class="crawl-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label class="wide">
        <span>Subreddit</span>
        <input
          name="subreddit"
          required
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          placeholder="aww, aww+cats, u/name or an address"
          value={order.subreddit}
          aria-invalid={fault("subreddit") !== undefined}
          onInput={({ currentTarget }) => change({ subreddit: currentTarget.value })}
        />
        {fault("subreddit") && <em>{`It ${fault("subreddit")}.`}</em>}
      </label>
      <Choice
        label="Sort"
        name="sort"
        value={order.sort}
        names={sorts}
        onChoose={(sort) => change({ sort })}
      />
      <Choice
        label="Time"
        name="time"
        value={order.time}
        names={periods}
        disabled={!isTimed}
        onChoose={(time) => change({ time })}
      />
      <label>
        <span>Posts</span>
        <input
          name="limit"
          type="number"
          required
          min={1}
          max={mostPosts}
          value={order.limit}
          aria-invalid={fault("limit") !== undefined}
          onInput={({ currentTarget }) => change({ limit: currentTarget.valueAsNumber })}
        />
        {fault("limit") && <em>{`It ${fault("limit")}.`}</em>}
      </label>
      <button type="submit" class="primary" disabled={sending}>
        {sending ? "Starting …" : "Start crawl"}
      </button>
      <FilterFields
        filters={filters}
        onChange={(part) => setFilters((before) => ({ ...before, ...part }))}
        fault={fault}
      />
      <p class="message bad wide" role="alert">
        {refusal && Object.keys(refusal.fields).length === 0 ? refusal.detail : ""}
      </p>
    </form>
  );
}

/** The same form above the page. */
export function CrawlDialog({
  onClose,
  onAccepted,
}: {
  onClose: () => void;
  onAccepted: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="crawl-dialog"
      aria-labelledby="crawl-dialog-title"
      onClose={onClose}
    >
      <h2 id="crawl-dialog-title">New crawl</h2>
      <CrawlForm onAccepted={onAccepted} />
      <button type="button" class="icon-button close" onClick={() => dialog.current?.close()}>
        <span class="cross" aria-hidden="true" />
        <span class="visually-hidden">Close</span>
      </button>
    </dialog>
  );
}
