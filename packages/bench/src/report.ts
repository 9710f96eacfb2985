import type { Figure } from "./benchmark.ts";
import { keeps, type Budget } from "./budgets.ts";

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
      figure.note ?? "",
    ];
  });
  const all = [["figure", "value", "quartiles", "budget", "kept", "of what"], ...rows];
  const widths = all[0]?.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = all;
  return [
    line(head),
    line(head.map((_, column) => "-".repeat(widths?.[column] ?? 0))),
    ...body.map(line),
  ].join("\n");
}

/** Four digits at most: more would be noise. */
export function format(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

function budgetText({ most, least }: Budget = {}): string {
  return [most !== undefined && `≤ ${most}`, least !== undefined && `≥ ${least}`]
    .filter(Boolean)
    .join(", ");
}
