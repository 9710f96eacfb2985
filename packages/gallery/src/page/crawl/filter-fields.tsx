import type { ComponentChildren } from "preact";

import type { Order } from "./order-crawl.ts";

/** What a person wants left out. An empty text says nothing. */
export interface Filters {
  minScore: string;
  flair: string;
  author: string;
  /** A date as `2026-11-22`. */
  since: string;
  nsfw: boolean;
  spoilers: boolean;
}

/** Everything is wanted. */
export const noFilters: Filters = {
  minScore: "",
  flair: "",
  author: "",
  since: "",
  nsfw: true,
  spoilers: true,
};

/** The fields of an order that `filters` fill; none that the person said nothing about. */
export function filtersOfOrder(filters: Filters): Partial<Order> {
  const { minScore, nsfw, spoilers } = filters;
  const [flair, author, since] = [filters.flair, filters.author, filters.since].map((text) =>
    text.trim(),
  );
  return {
    ...(minScore !== "" && { min_score: Number(minScore) }),
    ...(flair && { flair }),
    ...(author && { author }),
    ...(since && { since: new Date(since).toISOString() }),
    ...(!nsfw && { nsfw }),
    ...(!spoilers && { spoilers }),
  };
}

interface FilterFieldsProps {
  filters: Filters;
  onChange: (part: Partial<Filters>) => void;
  /** What the API says is wrong with a field. */
  fault: (field: keyof Order) => string | undefined;
}

/** The part of the form that leaves posts out; folded away until it is wanted. */
export function FilterFields({ filters, onChange, fault }: FilterFieldsProps) {
  const bind = (name: "minScore" | "flair" | "author" | "since", of: keyof Order) => ({
    value: filters[name],
    autoComplete: "off" as const,
    "aria-invalid": fault(of) !== undefined,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      onChange({ [name]: currentTarget.value }),
  });
  const field = (label: string, of: keyof Order, input: ComponentChildren) => (
    <label>
      <span>{label}</span>
      {input}
      {fault(of) && <em>{`It ${fault(of)}.`}</em>}
    </label>
  );
  const check = (label: string, name: "nsfw" | "spoilers") => (
    <label class="check">
      <input
        type="checkbox"
        checked={filters[name]}
        onChange={({ currentTarget }) => onChange({ [name]: currentTarget.checked })}
      />
      {label}
    </label>
  );
  return (
    <details class="wide filter-fields">
      <summary>Filters</summary>
      <div>
        {field(
          "Minimum score",
          "min_score",
          <input type="number" {...bind("minScore", "min_score")} />,
        )}
        {field("Posted since", "since", <input type="date" {...bind("since", "since")} />)}
        {field("Flair", "flair", <input type="text" {...bind("flair", "flair")} />)}
        {field("Author", "author", <input type="text" {...bind("author", "author")} />)}
        {check("NSFW posts, too", "nsfw")}
        {check("Spoilers, too", "spoilers")}
      </div>
    </details>
  );
}
