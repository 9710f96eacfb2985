/** Where one tile lies in the grid, in CSS pixels. */
export interface PlacedTile {
  index: number;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** One row of the grid, from left to right. */
export interface GridRow {
  top: number;
  height: number;
  tiles: PlacedTile[];
}

/** The grid's measures, in CSS pixels. */
export interface GridMeasures {
  width: number;
  rowHeight: number;
  gap: number;
}

/** Width by height: beyond these a panorama or a long screenshot would leave no room for its neighbours; it is cropped. */
const minRatio = 0.5;
const maxRatio = 2.6;

/**
 * Lays tiles of these proportions (width by height) in rows as wide as the grid, each about `rowHeight` high, in their
 * own order. A last row that is not full keeps the height, so that it can fill up without its tiles changing size.
 */
export function justifiedRows(ratios: readonly number[], measures: GridMeasures): GridRow[] {
  const { width, rowHeight, gap } = measures;
  const rows: GridRow[] = [];
  let row: number[] = [];
  let rowRatio = 0;
  let top = 0;

  const close = (height: number) => {
    let left = 0;
    const tiles = row.map((ratio, place) => {
      const index = tileCount(rows) + place;
      const tile = { index, left, top, width: ratio * height, height };
      left += tile.width + gap;
      return tile;
    });
    rows.push({ top, height, tiles });
    top += height + gap;
    row = [];
    rowRatio = 0;
  };
  const heightOf = (ratio: number, count: number) => (width - gap * (count - 1)) / ratio;

  for (const ratio of ratios) {
    const clamped = Math.min(maxRatio, Math.max(minRatio, ratio));
    // A row that is too high without this tile may be further from the wanted height with it.
    if (row.length > 0) {
      const without = heightOf(rowRatio, row.length);
      const withIt = heightOf(rowRatio + clamped, row.length + 1);
      if (without - rowHeight < rowHeight - withIt) close(without);
    }
    row.push(clamped);
    rowRatio += clamped;
    const height = heightOf(rowRatio, row.length);
    if (height <= rowHeight) close(height);
  }
  if (row.length > 0) close(Math.min(rowHeight, heightOf(rowRatio, row.length)));
  return rows;
}

function tileCount(rows: readonly GridRow[]): number {
  const last = rows.at(-1)?.tiles.at(-1);
  return last ? last.index + 1 : 0;
}

/** The height of all rows together. */
export function gridHeight(rows: readonly GridRow[]): number {
  const last = rows.at(-1);
  return last ? last.top + last.height : 0;
}

/** The rows that touch the band from `from` to `to`. */
export function rowsBetween(rows: readonly GridRow[], from: number, to: number): GridRow[] {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row && row.top + row.height < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < rows.length && (rows[end]?.top ?? 0) <= to) end += 1;
  return rows.slice(low, end);
}
