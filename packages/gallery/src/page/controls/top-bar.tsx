import { useState } from "preact/hooks";

import { applyTheme, keptTheme, type Theme } from "./theme.ts";

const themes: readonly Theme[] = ["auto", "light", "dark"];
applyTheme(keptTheme());

/** The bar above everything. `onOrder` is there when crawls can be started. */
export function TopBar({ onOrder }: { onOrder: (() => void) | undefined }) {
  const [theme, setTheme] = useState(keptTheme);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "auto";
  return (
    <header class="top-bar">
      <p class="wordmark">
        <span class="mark" aria-hidden="true" />
        reddit-crawler
      </p>
      <div class="top-actions">
        <button
          type="button"
          class="quiet"
          aria-label={`Theme: ${theme}. Change to ${next}.`}
          onClick={() => {
            applyTheme(next);
            setTheme(next);
          }}
        >
          <span class={`theme-icon theme-${theme}`} aria-hidden="true" />
          <span class="theme-name">
            {theme === "auto" ? "Auto" : theme === "light" ? "Light" : "Dark"}
          </span>
        </button>
        {onOrder && (
          <button type="button" class="primary" onClick={onOrder}>
            New crawl
          </button>
        )}
      </div>
    </header>
  );
}
