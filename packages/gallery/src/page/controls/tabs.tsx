import { number } from "../words.ts";

/** What the page shows below its heading. */
export type Panel = "pictures" | "left-out" | "dead-letters";

const names: Readonly<Record<Panel, string>> = {
  pictures: "Pictures",
  "left-out": "Left out",
  "dead-letters": "Given up",
};

interface TabsProps {
  panel: Panel;
  onPanel: (panel: Panel) => void;
  /** How much is behind each tab; a tab without a number is not there. */
  counts: Readonly<Record<Panel, number | undefined>>;
}

/** The tabs below the heading; arrow keys go from one to the next (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/). */
export function Tabs({ panel, onPanel, counts }: TabsProps) {
  const panels = (["pictures", "left-out", "dead-letters"] as const).filter(
    (name) => counts[name] !== undefined,
  );
  const step = (by: number) => {
    const next = panels[(panels.indexOf(panel) + by + panels.length) % panels.length] ?? panel;
    onPanel(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div
      class="tabs"
      role="tablist"
      aria-label="What to look at"
      onKeyDown={({ key }) => {
        if (key === "ArrowRight") step(1);
        if (key === "ArrowLeft") step(-1);
      }}
    >
      {panels.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === panel}
          aria-controls="panel"
          tabIndex={name === panel ? 0 : -1}
          onClick={() => onPanel(name)}
        >
          {names[name]} <span class="tab-count">{number(counts[name] ?? 0)}</span>
        </button>
      ))}
    </div>
  );
}
