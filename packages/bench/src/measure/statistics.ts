/** The value below which `share` (0 to 1) of `values` lie, interpolated. @throws {RangeError} when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError("there are no values");
  return below + (above - below) * (place - Math.floor(place));
}

/** The middle value: what an outlier does not move. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The first and the third quartile. */
export function quartiles(values: readonly number[]): readonly [number, number] {
  return [quantile(values, 0.25), quantile(values, 0.75)];
}
