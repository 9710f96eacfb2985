import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import { clipped, fur, oval, path } from "./svg.ts";

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

/** How a face looks at one moment: 1 is wide open eyes, 0 closed ones. */
export interface Expression {
  openness: number;
  /** Where the pupils look, -1 (left) to 1 (right). */
  gaze: number;
}

/** The outline that fur and markings of the head are clipped to. */
const face =
  "M400 205 C520 200 590 280 590 370 C590 470 500 525 400 525 C300 525 210 470 210 370 C210 280 280 200 400 205 Z";
const ears = [
  ["M232 318 Q205 150 240 118 Q262 104 372 218 Z", "M250 285 Q232 180 252 154 Q268 148 338 226 Z"],
  ["M568 318 Q595 150 560 118 Q538 104 428 218 Z", "M550 285 Q568 180 548 154 Q532 148 462 226 Z"],
] as const;
const foreheadStripes =
  "M400 190 V262 M358 196 Q366 240 352 266 M442 196 Q434 240 448 266 M205 360 Q250 356 272 372 M205 402 Q250 398 266 408 M595 360 Q550 356 528 372 M595 402 Q550 398 534 408";
const blaze = "M400 215 Q428 330 500 470 Q480 540 400 540 Q320 540 300 470 Q372 330 400 215 Z";
const whiskers = [-1, 1]
  .flatMap((side) =>
    [-16, 4, 24].map(
      (drop) => `M${400 + side * 96} ${450 + drop / 3} q${side * 70} -8 ${side * 150} ${drop}`,
    ),
  )
  .join("");

/** Draws a head around (400, 365), about 400 wide, as SVG. */
export function drawHead(coat: CatCoat, random: SeededRandom, expression: Expression): string {
  const earColour = coat.pattern === "pointed" ? coat.marking : coat.fur;
  const hair = fur(random, 90, [215, 215, 585, 515], coat.outline);
  return [
    ...ears.map(([outer, inner]) => path(outer, earColour, coat.outline) + path(inner, "#f0abaa")),
    path(face, coat.fur),
    clipped("face", face, drawMarkings(coat, random) + hair),
    path(face, "none", coat.outline),
    `<g opacity="0.25">${oval([268, 438, 32], "#ff8f8f")}${oval([532, 438, 32], "#ff8f8f")}</g>`,
    drawEye(320, coat, expression),
    drawEye(480, coat, expression),
    random.chance(200) ? path("M384 474 q16 40 32 0 Z", "#f08a94", coat.outline, 4) : "",
    path("M400 440 V462 Q376 488 350 468 M400 462 Q424 488 450 468", "none", coat.outline, 7),
    path(
      "M376 424 Q400 412 424 424 Q418 446 400 450 Q382 446 376 424 Z",
      "#dc7f86",
      coat.outline,
      4,
    ),
    path(whiskers, "none", "#fffaf0", 4.5, `opacity="0.92"`),
  ].join("");
}

function drawMarkings({ pattern, marking, light }: CatCoat, random: SeededRandom): string {
  const muzzle = oval([400, 468, 92, 68], light);
  const side = random.pick([230, 570]);
  const markings: Readonly<Record<CatCoat["pattern"], string>> = {
    tabby: path(foreheadStripes, "none", marking, 19) + muzzle,
    tuxedo: path(blaze, light),
    calico: oval([side, 255, 130], marking) + oval([800 - side, 215, 95], "#3d3a3f") + muzzle,
    pointed: `<g opacity="0.75">${oval([400, 440, 150, 118], marking)}</g>`,
    solid: muzzle,
  };
  return markings[pattern];
}

function drawEye(x: number, { outline, eyes }: CatCoat, { openness, gaze }: Expression): string {
  if (openness < 0.2) return path(`M${x - 40} 362 q40 34 80 0`, "none", outline, 9);
  const height = 46 * openness;
  const pupil = x + gaze * 9;
  return [
    oval([x, 364, 43, height], eyes, outline, 8),
    oval([pupil, 366, 19, height * 0.78], "#17141a"),
    oval([pupil + 9, 364 - height * 0.38, 10], "#ffffff"),
    oval([pupil - 9, 364 + height * 0.34, 5], "#ffffffcc"),
  ].join("");
}
