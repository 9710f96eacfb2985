import type { Figure } from "../benchmark.ts";
import { format } from "../report.ts";

/** The value below which `share` (0 to 1) of `values` lie, interpolated. @throws {RangeError} when there are none. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError("there are no values");
  return below + (above - below) * (place - Math.floor(place));
}

/** The middle value: what an outlier does not move. */
function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The first and the third quartile. */
function quartiles(values: readonly number[]): readonly [number, number] {
  return [quantile(values, 0.25), quantile(values, 0.75)];
}

/** The median of what was measured several times, with its quartiles. */
export function medianFigure(
  name: string,
  values: readonly number[],
  unit: Figure["unit"],
): Figure {
  return { name, value: median(values), unit, spread: quartiles(values) };
}

/** What `above` is of `below`, round by round, with the medians that were divided; both in `unit`. */
export function ratioFigure(
  name: string,
  above: readonly number[],
  below: readonly number[],
  unit: string,
  more = "",
): Figure {
  const ratios = above.map((value, round) => value / (below[round] ?? NaN));
  const note = `${format(median(above))} ${unit} ÷ ${format(median(below))} ${unit}${more}`;
  return { ...medianFigure(name, ratios, "x"), note };
}
