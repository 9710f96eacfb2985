import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import { drawBody, drawForeground, type CatPose } from "./cat-body.ts";
import { chooseCoat, drawHead, type CatCoat } from "./cat-head.ts";
import { drawScene } from "./cat-scene.ts";
import { line, oval, path } from "./svg.ts";

/** A picture's size in pixels. */
export interface PixelSize {
  width: number;
  height: number;
}

const sizes: readonly [PixelSize, ...PixelSize[]] = [
  { width: 800, height: 1000 },
  { width: 900, height: 900 },
  { width: 1000, height: 800 },
  { width: 960, height: 1200 },
];

/** How large the picture of a seed is: 800 to 1,200 pixels a side. */
export function portraitSize(seed: string): PixelSize {
  return new SeededRandom(`${seed}/size`).pick(sizes);
}

/**
 * Draws the cat of a seed as SVG: always the same one, hardly ever the same as another's. `moment`, 0 to 1, is the
 * place in a loop in which the tail swings and the eyes close once, or a sleeper breathes.
 */
export function drawPortrait(seed: string, { width, height }: PixelSize, moment = 0): string {
  const random = new SeededRandom(seed);
  const scene = drawScene(random);
  const coat = chooseCoat(random);
  const pose = random.pick<CatPose>(["sitting", "sitting", "loaf", "in a box", "asleep"]);
  const openness = pose === "asleep" ? 0 : random.pick([1, 1, 0.8, 0.55]);
  const blinking = moment > 0.55 && moment < 0.75;
  const gaze = random.between(-10, 10) / 10;
  const body = drawBody(coat, pose, random, Math.sin(moment * 2 * Math.PI));
  const head = drawHead(coat, random, blinking ? 0 : openness, gaze);
  const tilt = random.between(-6, 6);
  const breath = pose === "asleep" ? 7 * Math.sin(moment * 2 * Math.PI) : 0;
  const lower = { sitting: 0, "in a box": 80, loaf: 150, asleep: 250 }[pose];
  // A wide sheet shows more of the scene on both sides.
  const visibleWidth = Math.round((1000 * width) / height);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${400 - visibleWidth / 2} 0 ${visibleWidth} 1000" preserveAspectRatio="xMidYMid slice">`,
    // The widest sheet shows a little more than the scene's 1,200 units.
    `<g transform="translate(-20 -25) scale(1.05)">${scene}</g>`,
    body,
    `<g transform="translate(0 ${lower + breath}) rotate(${tilt} 400 420)">${head}${drawAdornment(coat, random)}</g>`,
    drawForeground(coat, pose),
    pose === "asleep" ? drawDream(moment) : "",
    "</svg>",
  ].join("");
}

function drawAdornment({ outline }: CatCoat, random: SeededRandom): string {
  const colour = random.pick(["#d8433f", "#3f7fd8", "#2f9e6b", "#8a4fc7", "#f2a93b"]);
  const knot = "M400 540L326 506Q314 545 326 584ZM400 540L474 506Q486 545 474 584Z";
  const collar =
    line("M292 508Q400 566 508 508", colour, 24) + oval([400, 562, 24], "#f6cf4f", "#9a7a14");
  const bow = path(knot, colour, outline) + oval([400, 544, 19], colour, outline);
  const hat =
    path("M335 218Q400 244 465 218L400 62Z", colour, outline) + oval([400, 60, 24], "#fff6df");
  return random.pick(["", collar, collar, bow, hat]);
}

/** Three letters Z that rise from a sleeper and fade as they go. */
function drawDream(moment: number): string {
  return [0, 1, 2]
    .map((index) => {
      const age = (index / 3 + moment) % 1;
      const place = `translate(${600 + 110 * age} ${420 - 250 * age}) scale(${0.6 + age})`;
      return `<g transform="${place}" opacity="${1 - age * 0.7}">${line("M0 0h34l-34 38h34", "#5a4a78", 12)}</g>`;
    })
    .join("");
}
