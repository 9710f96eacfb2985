import type { GridRow, PlacedTile } from "./justified-rows.ts";

/** The tile that a key leads to from the tile `index`; undefined for keys that lead nowhere. */
export function gridMove(rows: readonly GridRow[], index: number, key: string): number | undefined {
  const last = rows.at(-1)?.tiles.at(-1)?.index ?? 0;
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, index - 1);
    case "ArrowRight":
      return Math.min(last, index + 1);
    case "Home":
      return 0;
    case "End":
      return last;
    case "ArrowUp":
      return inNextRow(rows, index, -1);
    case "ArrowDown":
      return inNextRow(rows, index, 1);
    default:
      return undefined;
  }
}

/** The tile of the next row that lies under (or over) the middle of this one. */
function inNextRow(rows: readonly GridRow[], index: number, step: 1 | -1): number {
  const from = rows.findIndex(({ tiles }) => tiles.some((tile) => tile.index === index));
  const tile = rows[from]?.tiles.find((tile) => tile.index === index);
  const next = rows[from + step];
  if (!tile || !next) return index;
  const wanted = middle(tile);
  const distance = (candidate: PlacedTile) => Math.abs(middle(candidate) - wanted);
  return next.tiles.reduce((best, candidate) =>
    distance(candidate) < distance(best) ? candidate : best,
  ).index;
}

function middle({ left, width }: PlacedTile): number {
  return left + width / 2;
}
