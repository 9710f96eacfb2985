import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

/** Draws a path with round corners and ends; `more` are further attributes. */
export function path(d: string, fill: string, stroke = "none", width = 6, more = ""): string {
  return `<path d="${d}" fill="${fill}" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
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

/** Draws `count` things, each at a random place of the area. */
export function scattered(
  random: SeededRandom,
  count: number,
  [left, top, right, bottom]: readonly [number, number, number, number],
  draw: (x: number, y: number) => string,
): string {
  return Array.from({ length: count }, () =>
    draw(random.between(left, right), random.between(top, bottom)),
  ).join("");
}

/** Draws `count` hairs in the area. */
export function fur(
  random: SeededRandom,
  count: number,
  area: readonly [number, number, number, number],
  colour: string,
): string {
  const hairs = scattered(random, count, area, (x, y) => {
    const lean = Math.round((x - 400) / 40);
    return `M${x} ${y}q${lean} 7 ${2 * lean} 17`;
  });
  return path(hairs, "none", colour, 2.5, `opacity="0.19"`);
}
