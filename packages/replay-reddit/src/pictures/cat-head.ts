import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import { clipped, line, oval, path, scattered } from "./svg.ts";

/** A cat's colours, as CSS colours, and how they lie. */
export interface CatCoat {
  pattern: "solid" | "tabby" | "tuxedo" | "calico" | "pointed";
  fur: string;
  /** Stripes, patches or points. */
  marking: string;
  /** Chest, muzzle and paws. */
  light: string;
  outline: string;
  eyes: string;
}

/** Pattern, fur, marking, light parts, outline. */
type Coat = readonly [CatCoat["pattern"], string, string, string, string];
const coats: readonly [Coat, ...Coat[]] = [
  ["solid", "#3b3a42", "#2a2930", "#54525e", "#1d1c22"],
  ["solid", "#f4efe6", "#e2d8c6", "#fffdf8", "#a8977f"],
  ["solid", "#8e98a8", "#77818f", "#b4bcc8", "#4c5462"],
  ["tabby", "#e79a4d", "#b9641f", "#fbe3c2", "#7c3f10"],
  ["tabby", "#a79a88", "#5f5548", "#e9e1d4", "#3f382f"],
  ["tabby", "#b3b9c2", "#66707d", "#eef1f5", "#454d58"],
  ["tabby", "#c7a57c", "#7f5c36", "#f3e4cd", "#543a1f"],
  ["tuxedo", "#2e2d35", "#232229", "#fbfaf6", "#17161b"],
  ["tuxedo", "#6f7a8b", "#5b6575", "#f8fafc", "#39414d"],
  ["calico", "#fbf6ec", "#e2893b", "#ffffff", "#8a6a4a"],
  ["calico", "#f6f1ea", "#8b5a3a", "#ffffff", "#6b5140"],
  ["pointed", "#f1e3cd", "#6a4a38", "#fbf3e4", "#5a4030"],
  ["pointed", "#eee9e4", "#7d7f92", "#ffffff", "#5b5d70"],
];

/** Chooses a coat. */
export function chooseCoat(random: SeededRandom): CatCoat {
  const [pattern, fur, marking, light, outline] = random.pick(coats);
  const other = random.pick(["#8fc04a", "#e6b422", "#4fb39a", "#d98a1f", "#6fb7d8"]);
  const eyes = pattern === "pointed" ? "#5aa5e0" : other;
  return { pattern, fur, marking, light, outline, eyes };
}

/** The outline that fur and markings of the head are clipped to. */
const face =
  "M400 205C520 200 590 280 590 370C590 470 500 525 400 525C300 525 210 470 210 370C210 280 280 200 400 205Z";
const outerEars =
  "M232 318Q205 150 240 118Q262 104 372 218ZM568 318Q595 150 560 118Q538 104 428 218Z";
const innerEars =
  "M250 285Q232 180 252 154Q268 148 338 226ZM550 285Q568 180 548 154Q532 148 462 226Z";
const stripes =
  "M400 190V262M358 196Q366 240 352 266M442 196Q434 240 448 266M205 360Q250 356 272 372M205 402Q250 398 266 408M595 360Q550 356 528 372M595 402Q550 398 534 408";
const blaze = "M400 215Q428 330 500 470Q480 540 400 540Q320 540 300 470Q372 330 400 215Z";
const whiskers =
  "M304 445q-70-8-150-16m150 20q-70-8-150 4m150 4q-70-8-150 24M496 445q70-8 150-16m-150 20q70-8 150 4m-150 4q70-8 150 24";

/** Draws a head around (400, 365), about 400 wide. Eyes are open from 0 to 1 and look from -1 (left) to 1 (right). */
export function drawHead(coat: CatCoat, random: SeededRandom, openness: number, gaze: number) {
  const { pattern, fur, marking, light, outline } = coat;
  const muzzle = oval([400, 468, 92, 68], light);
  const [side, other] = random.pick<readonly [number, number]>([
    [230, 570],
    [570, 230],
  ]);
  const markings = {
    solid: muzzle,
    tabby: line(stripes, marking, 19) + muzzle,
    tuxedo: path(blaze, light),
    calico: oval([side, 255, 130], marking) + oval([other, 215, 95], "#3d3a3f") + muzzle,
    pointed: oval([400, 440, 150, 118], `${marking}c0`),
  }[pattern];
  const hair = scattered(random, 50, [215, 215, 585, 515], line("M0 0v15", `${outline}33`, 2.5));
  return [
    path(outerEars, pattern === "pointed" ? marking : fur, outline),
    path(innerEars, "#f0abaa"),
    path(face, fur),
    clipped("face", face, markings + hair),
    line(face, outline),
    oval([268, 438, 32], "#ff8f8f40") + oval([532, 438, 32], "#ff8f8f40"),
    drawEye(320, coat, openness, gaze) + drawEye(480, coat, openness, gaze),
    random.chance(200) ? path("M384 474q16 40 32 0Z", "#f08a94", outline, 4) : "",
    line("M400 440V462Q376 488 350 468M400 462Q424 488 450 468", outline, 7),
    path("M376 424Q400 412 424 424Q418 446 400 450Q382 446 376 424Z", "#dc7f86", outline, 4),
    line(whiskers, "#fffaf0", 4.5),
  ].join("");
}

function drawEye(x: number, { outline, eyes }: CatCoat, openness: number, gaze: number): string {
  if (openness < 0.2) return line(`M${x - 40} 362q40 34 80 0`, outline, 9);
  const height = 46 * openness;
  const pupil = x + gaze * 9;
  return [
    oval([x, 364, 43, height], eyes, outline, 8),
    oval([pupil, 366, 19, height * 0.78], "#17141a"),
    oval([pupil + 9, 364 - height * 0.38, 10], "#ffffff"),
  ].join("");
}
