import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import type { CatCoat } from "./cat-head.ts";
import { clipped, fur, oval, path } from "./svg.ts";

/** How a cat holds itself. */
export type CatPose = "sitting" | "loaf" | "in a box" | "asleep";

const shapes: Readonly<Record<CatPose, string>> = {
  sitting: "M300 470 C205 590 170 800 225 905 Q400 950 575 905 C630 800 595 590 500 470 Z",
  loaf: "M215 520 C90 590 70 830 130 905 Q400 945 670 905 C730 830 710 590 585 520 Z",
  "in a box": "M280 470 C220 560 200 680 200 900 H600 C600 680 580 560 520 470 Z",
  asleep: "M120 900 C40 700 180 520 440 530 C680 540 770 720 690 900 Q400 950 120 900 Z",
};
const cardboard = "#7c5527";

/** Draws what is behind the head: tail, trunk, legs. `swing` is the tail's, -1 to 1. The ground is at y = 900. */
export function drawBody(coat: CatCoat, pose: CatPose, random: SeededRandom, swing: number) {
  const shape = shapes[pose];
  const hair = fur(random, 140, [90, 500, 710, 890], coat.outline);
  const parts: Readonly<Record<CatPose, string>> = {
    sitting: drawLegs(coat),
    loaf: drawPaws(coat, 345, 455, 896),
    "in a box": "",
    asleep: drawTail(coat, "M650 850 C520 950 300 930 210 850"),
  };
  return [
    `<g opacity="0.18">${oval([400, 912, 310, 34], "#000000")}</g>`,
    pose === "asleep" ? "" : drawTail(coat, tailOf(pose, 60 * swing)),
    path(shape, coat.fur),
    clipped("trunk", shape, drawMarkings(coat, pose) + hair),
    path(shape, "none", coat.outline),
    parts[pose],
  ].join("");
}

/** Draws what is before the body: the box, with the paws on its edge. */
export function drawForeground(coat: CatCoat, pose: CatPose): string {
  if (pose !== "in a box") return "";
  return [
    path("M130 690 H670 L640 940 H160 Z", "#c9975b", cardboard),
    path("M130 690 L60 760 L110 800 L150 730 Z", "#b98448", cardboard),
    path("M670 690 L740 760 L690 800 L650 730 Z", "#b98448", cardboard),
    path("M370 694 H430 L428 938 H372 Z", "#dcb883"),
    path(
      "M215 880 l22 -30 l22 30 m-22 -30 v48 m60 -18 l22 -30 l22 30 m-22 -30 v48",
      "none",
      cardboard,
    ),
    drawPaws(coat, 300, 500, 694),
  ].join("");
}

function tailOf(pose: CatPose, tip: number): string {
  return pose === "in a box"
    ? `M560 740 C680 660 ${690 + tip} 560 ${640 + tip} 470`
    : `M560 860 C720 880 ${740 + tip / 2} 720 ${690 + tip} 620`;
}

function drawTail(coat: CatCoat, d: string): string {
  const rings = path(
    d,
    "none",
    coat.marking,
    46,
    `stroke-dasharray="20 44" style="stroke-linecap:butt"`,
  );
  return [
    path(d, "none", coat.outline, 62),
    path(d, "none", coat.pattern === "pointed" ? coat.marking : coat.fur, 50),
    coat.pattern === "tabby" ? rings : "",
  ].join("");
}

function drawMarkings({ pattern, marking, light }: CatCoat, pose: CatPose): string {
  const stripes = [600, 670, 740, 810, 870]
    .map((y) => `M60 ${y} Q200 ${y - 20} 262 ${y + 22} M740 ${y} Q600 ${y - 20} 538 ${y + 22}`)
    .join("");
  if (pattern === "calico")
    return oval([225, 690, 120, 140], marking) + oval([600, 800, 130, 120], "#3d3a3f");
  const chest = pose === "asleep" && pattern === "tabby" ? "" : oval([400, 620, 100, 160], light);
  return chest + (pattern === "tabby" ? path(stripes, "none", marking, 24) : "");
}

function drawLegs(coat: CatCoat): string {
  const colour = coat.pattern === "calico" ? coat.light : coat.fur;
  const legs = [303, 413].map((x) =>
    path(`M${x} 690 q-10 110 -2 210 h88 q8 -100 -2 -210`, colour, coat.outline),
  );
  return legs.join("") + drawPaws(coat, 345, 455, 900) + drawPaws(coat, 228, 572, 900);
}

function drawPaws(coat: CatCoat, left: number, right: number, y: number): string {
  const { pattern } = coat;
  const colour = pattern === "pointed" ? coat.marking : pattern === "solid" ? coat.fur : coat.light;
  return [left, right]
    .map(
      (x) =>
        oval([x, y, 58, 34], colour, coat.outline) +
        path(`M${x - 18} ${y + 6} v22 m36 -22 v22`, "none", coat.outline, 5),
    )
    .join("");
}
