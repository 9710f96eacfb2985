import { kinds, orders, sensitiveChoices, type Choice } from "./choose-posts.ts";
import { count } from "../words.ts";

interface FilterBarProps {
  choice: Choice;
  onChange: (part: Partial<Choice>) => void;
  /** How many tiles fit. */
  shown: number;
}

/** Search and filters of the grid. */
export function FilterBar({ choice, onChange, shown }: FilterBarProps) {
  return (
    <form class="filter-bar" role="search" onSubmit={(event) => event.preventDefault()}>
      <input
        type="search"
        class="search"
        aria-label="Search titles, authors and flairs"
        placeholder="Search titles and authors"
        value={choice.text}
        onInput={({ currentTarget }) => onChange({ text: currentTarget.value })}
      />
      <div class="filters">
        <Select
          label="Which posts"
          options={kinds}
          value={choice.kind}
          onChange={(kind) => onChange({ kind })}
        />
        <Select
          label="Order"
          options={orders}
          value={choice.order}
          onChange={(order) => onChange({ order })}
        />
        <Select
          label="NSFW and spoilers"
          options={sensitiveChoices}
          value={choice.sensitive}
          onChange={(sensitive) => onChange({ sensitive })}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={choice.unfold}
            onChange={({ currentTarget }) => onChange({ unfold: currentTarget.checked })}
          />
          Unfold sets
        </label>
      </div>
      <output class="shown">{count(shown, choice.unfold ? "picture" : "post")}</output>
    </form>
  );
}

interface SelectProps<Name extends string> {
  label: string;
  options: Readonly<Record<Name, string>>;
  value: Name;
  onChange: (value: Name) => void;
}

function Select<Name extends string>({ label, options, value, onChange }: SelectProps<Name>) {
  const names = Object.keys(options).filter((name): name is Name => name in options);
  return (
    <select
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => {
        const chosen = names.find((name) => name === currentTarget.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {names.map((name) => (
        <option key={name} value={name}>
          {options[name]}
        </option>
      ))}
    </select>
  );
}
