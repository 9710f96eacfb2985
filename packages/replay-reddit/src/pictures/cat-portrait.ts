import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import { drawBody, drawForeground, type CatPose } from "./cat-body.ts";
import { chooseCoat, drawHead, type CatCoat } from "./cat-head.ts";
import { drawScene } from "./cat-scene.ts";
import { oval, path } from "./svg.ts";

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
  const expression = { openness: blinking ? 0 : openness, gaze: random.between(-10, 10) / 10 };
  const body = drawBody(coat, pose, random, Math.sin(moment * 2 * Math.PI));
  const head = drawHead(coat, random, expression);
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
  const petals = [0, 72, 144, 216, 288].map(
    (turn) =>
      `<g transform="rotate(${turn})">${oval([0, -24, 17, 23], "#ffc4d6", "#d77a98", 3)}</g>`,
  );
  return random.pick([
    "",
    // A collar with a bell, a bow, a party hat, a flower.
    path("M292 508 Q400 566 508 508", "none", colour, 24) +
      oval([400, 562, 24], "#f6cf4f", "#9a7a14", 5) +
      path("M400 562 v20 M384 560 h32", "none", "#9a7a14", 5),
    path(
      "M400 540 L326 506 Q314 545 326 584 Z M400 540 L474 506 Q486 545 474 584 Z",
      colour,
      outline,
      5,
    ) + oval([400, 544, 19], colour, outline, 5),
    path("M335 218 Q400 244 465 218 L400 62 Z", colour, outline, 5) +
      path("M358 168 L436 196 M378 118 L420 140", "none", "#ffffffcc", 11) +
      oval([400, 60, 24], "#fff6df"),
    `<g transform="translate(520 210)">${petals.join("")}${oval([0, 0, 14], "#f6cf4f")}</g>`,
  ]);
}

/** Three letters Z that rise from a sleeper and fade as they go. */
function drawDream(moment: number): string {
  const z = "M0 0 h34 l-34 38 h34";
  const letter = path(z, "none", "#ffffff", 20) + path(z, "none", "#5a4a78", 9);
  return [0, 1, 2]
    .map((index) => {
      const age = (index / 3 + moment) % 1;
      const place = `translate(${600 + 110 * age} ${420 - 250 * age}) scale(${0.6 + age})`;
      return `<g transform="${place}" opacity="${(1 - age * 0.7).toFixed(2)}">${letter}</g>`;
    })
    .join("");
}
