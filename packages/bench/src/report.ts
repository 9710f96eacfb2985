import type { Figure } from "./benchmark.ts";
import { keeps, type Budget } from "./budgets.ts";
import { markdownTable } from "./markdown.ts";

/** The figures as a Markdown table, each with its budget and whether it keeps it. */
export function table(
  figures: readonly Figure[],
  budgets: Readonly<Record<string, Budget>>,
): string {
  const rows = figures.map((figure) => {
    const budget = budgets[figure.name];
    return [
      figure.name,
      `${format(figure.value)} ${figure.unit}`,
      figure.spread ? figure.spread.map(format).join(" – ") : "",
      budgetText(budget),
      { true: "yes", false: "NO", undefined: "" }[String(keeps(figure, budget))] ?? "",
      figure.note ?? partsText(figure.parts),
    ];
  });
  return markdownTable([["figure", "value", "quartiles", "budget", "kept", "of what"], ...rows]);
}

/** Four digits at most: more would be noise. */
export function format(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

function partsText(parts: Readonly<Record<string, number>> = {}): string {
  return Object.entries(parts)
    .map(([name, part]) => `${name} ${format(part)}`)
    .toSorted()
    .join(", ");
}

/** `≤ 2.4`; empty without a budget. */
export function budgetText({ most, least }: Budget = {}): string {
  return [most !== undefined && `≤ ${most}`, least !== undefined && `≥ ${least}`]
    .filter(Boolean)
    .join(", ");
}
