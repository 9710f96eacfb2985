import stringWidth from "string-width";

/** One column of a table. */
export interface Column {
  align: "left" | "right";
}

/** Rows as lines whose columns stand below one another, two spaces apart, however wide their letters are. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string[] {
  const widths = columns.map((_, i) =>
    Math.max(0, ...rows.map((row) => stringWidth(row[i] ?? ""))),
  );
  return rows.map((row) =>
    columns
      .map(({ align }, i) => {
        const cell = row[i] ?? "";
        const gap = " ".repeat((widths[i] ?? 0) - stringWidth(cell));
        return align === "left" ? cell + gap : gap + cell;
      })
      .join("  ")
      .trimEnd(),
  );
}
