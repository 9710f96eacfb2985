/** Chosen by the person, or `auto`: as the system says. */
export type Theme = "auto" | "light" | "dark";

const storageKey = "gallery-theme";

/** The theme chosen at an earlier visit. */
export function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(storageKey);
    return kept === "light" || kept === "dark" ? kept : "auto";
  } catch {
    // Some browsers give pages from disk no storage.
    return "auto";
  }
}

/** Shows the page in `theme` and remembers it where the browser allows that. */
export function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === "auto") delete dataset["theme"];
  else dataset["theme"] = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Then it counts for this visit.
  }
}
