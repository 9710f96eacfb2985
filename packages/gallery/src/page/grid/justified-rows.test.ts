import { describe, expect, test } from "vitest";

import { gridMove } from "./grid-move.ts";
import { gridHeight, justifiedRows, rowsBetween } from "./justified-rows.ts";

/** Proportions as they come, always the same ones. */
function someRatios(count: number): number[] {
  return Array.from({ length: count }, (_, index) => 0.4 + ((index * 7919) % 260) / 100);
}

describe.each([
  ["a phone", { width: 358, rowHeight: 190, gap: 4 }],
  ["a laptop", { width: 1200, rowHeight: 260, gap: 8 }],
  ["a wide screen", { width: 3400, rowHeight: 260, gap: 8 }],
])("rows on %s", (_, measures) => {
  const rows = justifiedRows(someRatios(500), measures);

  test("hold every tile once, in order", () => {
    const indexes = rows.flatMap(({ tiles }) => tiles.map(({ index }) => index));
    expect(indexes).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });

  test("are as wide as the grid, and no tile lies on another", () => {
    for (const { tiles, top, height } of rows.slice(0, -1)) {
      const last = tiles.at(-1)!;
      expect(last.left + last.width).toBeCloseTo(measures.width, 6);
      for (const [place, tile] of tiles.entries()) {
        const before = tiles[place - 1];
        expect(tile.left).toBeCloseTo(before ? before.left + before.width + measures.gap : 0, 6);
        expect([tile.top, tile.height]).toEqual([top, height]);
      }
    }
    for (const [place, row] of rows.slice(1).entries()) {
      const { top, height } = rows[place]!;
      expect(row.top).toBeCloseTo(top + height + measures.gap, 6);
    }
  });

  test("are about as high as wanted", () => {
    const heights = rows.slice(0, -1).map(({ height }) => height);
    expect(Math.max(...heights)).toBeLessThan(measures.rowHeight * 2);
    const mean = heights.reduce((sum, height) => sum + height, 0) / heights.length;
    expect(Math.abs(mean - measures.rowHeight)).toBeLessThan(measures.rowHeight * 0.2);
  });

  test("keep their places when more tiles come", () => {
    const more = justifiedRows([...someRatios(500), 1, 2, 0.7], measures);
    expect(more.slice(0, rows.length - 2)).toEqual(rows.slice(0, -2));
  });
});

test.each([[[]], [[1]], [[0.01]], [[100]]])("lays out %j", (ratios) => {
  const rows = justifiedRows(ratios, { width: 300, rowHeight: 200, gap: 4 });
  expect(rows.flatMap(({ tiles }) => tiles)).toHaveLength(ratios.length);
  expect(gridHeight(rows)).toBeLessThanOrEqual(200);
});

test("finds exactly the rows that touch a band", () => {
  const rows = justifiedRows(someRatios(300), { width: 1000, rowHeight: 200, gap: 8 });
  for (const [from, to] of [
    [-500, -1],
    [0, 0],
    [0, 700],
    [2345, 3456],
    [1e6, 2e6],
  ] as const)
    expect(rowsBetween(rows, from, to)).toEqual(
      rows.filter(({ top, height }) => top + height >= from && top <= to),
    );
});

describe("a key", () => {
  // Three tiles in the first row, three in the second, one in the last.
  const rows = justifiedRows([1, 1, 1, 1, 1, 1, 1], { width: 308, rowHeight: 100, gap: 4 });
  test.each([
    ["ArrowRight", 0, 1],
    ["ArrowRight", 2, 3],
    ["ArrowRight", 6, 6],
    ["ArrowLeft", 0, 0],
    ["ArrowLeft", 3, 2],
    ["ArrowDown", 1, 4],
    ["ArrowDown", 5, 6],
    ["ArrowDown", 6, 6],
    ["ArrowUp", 4, 1],
    ["ArrowUp", 6, 3],
    ["ArrowUp", 1, 1],
    ["Home", 5, 0],
    ["End", 0, 6],
    ["Enter", 0, undefined],
  ])("%s leads from tile %i to %s", (key, from, to) => {
    expect(gridMove(rows, from, key)).toBe(to);
  });
});
