import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

/** Draws a filled path with an outline, whose corners and ends are round. */
export function path(d: string, fill: string, stroke = "none", width = 6): string {
  return `<path d="${d}" fill="${fill}" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** Draws a path without a filling. */
export function line(d: string, stroke: string, width = 6): string {
  return path(d, "none", stroke, width);
}

/** Draws an ellipse around (`x`, `y`). */
export function oval(
  [x, y, rx, ry = rx]: readonly [x: number, y: number, rx: number, ry?: number],
  fill: string,
  stroke = "none",
  width = 6,
): string {
  return `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}" stroke="${stroke}" stroke-width="${width}"/>`;
}

/** Draws `content` within the outline `d` only. `id` is the outline's own. */
export function clipped(id: string, d: string, content: string): string {
  return `<clipPath id="${id}"><path d="${d}"/></clipPath><g clip-path="url(#${id})">${content}</g>`;
}

/** Draws `thing` `count` times, at random places of the area and at a random slant. */
export function scattered(
  random: SeededRandom,
  count: number,
  [left, top, right, bottom]: readonly [number, number, number, number],
  thing: string,
): string {
  const place = () =>
    `translate(${random.between(left, right)} ${random.between(top, bottom)}) rotate(${random.between(-12, 12)})`;
  return Array.from({ length: count }, () => `<g transform="${place()}">${thing}</g>`).join("");
}
