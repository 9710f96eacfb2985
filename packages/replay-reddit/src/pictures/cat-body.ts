import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import type { CatCoat } from "./cat-head.ts";
import { clipped, line, oval, path, scattered } from "./svg.ts";

/** How a cat holds itself. */
export type CatPose = "sitting" | "loaf" | "in a box" | "asleep";

const shapes: Readonly<Record<CatPose, string>> = {
  sitting: "M300 470C205 590 170 800 225 905Q400 950 575 905C630 800 595 590 500 470Z",
  loaf: "M215 520C90 590 70 830 130 905Q400 945 670 905C730 830 710 590 585 520Z",
  "in a box": "M280 470C220 560 200 680 200 900H600C600 680 580 560 520 470Z",
  asleep: "M120 900C40 700 180 520 440 530C680 540 770 720 690 900Q400 950 120 900Z",
};
const stripes = [600, 670, 740, 810, 870]
  .map((y) => `M60 ${y}Q200 ${y - 20} 262 ${y + 22}M740 ${y}Q600 ${y - 20} 538 ${y + 22}`)
  .join("");
const leg = "q-10 110-2 210h88q8-100-2-210";

/** Draws what is behind the head: tail, trunk, legs. `swing` is the tail's, -1 to 1. The ground is at y = 900. */
export function drawBody(coat: CatCoat, pose: CatPose, random: SeededRandom, swing: number) {
  const { pattern, fur, marking, light, outline } = coat;
  const shape = shapes[pose];
  const tip = 60 * swing;
  const tails: Readonly<Record<CatPose, string>> = {
    sitting: `M560 860C720 880 ${740 + tip / 2} 720 ${690 + tip} 620`,
    loaf: `M560 860C720 880 ${740 + tip / 2} 720 ${690 + tip} 620`,
    "in a box": `M560 740C680 660 ${690 + tip} 560 ${640 + tip} 470`,
    asleep: "M650 850C520 950 300 930 210 850",
  };
  const tail = line(tails[pose], outline, 62) + line(tails[pose], colourOfEnds(coat, fur), 50);
  const markings = {
    solid: oval([400, 620, 90, 150], light),
    tabby:
      (pose === "asleep" ? "" : oval([400, 620, 105, 165], light)) + line(stripes, marking, 24),
    tuxedo: oval([400, 620, 105, 165], light),
    calico: oval([225, 690, 120, 140], marking) + oval([600, 800, 130, 120], "#3d3a3f"),
    pointed: oval([400, 620, 105, 165], light),
  }[pattern];
  const hair = scattered(random, 70, [90, 500, 710, 890], line("M0 0v18", `${outline}30`, 2.5));
  return [
    oval([400, 912, 310, 34], "#0000002e"),
    pose === "asleep" ? "" : tail,
    path(shape, fur),
    clipped("trunk", shape, markings + hair),
    line(shape, outline),
    pose === "asleep" ? tail : "",
    pose === "sitting" ? path(`M303 690${leg}M413 690${leg}`, fur, outline) : "",
    pose === "sitting" ? drawPaws(coat, 228, 572, 900) : "",
    pose === "sitting" || pose === "loaf" ? drawPaws(coat, 345, 455, 898) : "",
  ].join("");
}

/** Draws what is before the body: the box, with the paws on its edge. */
export function drawForeground(coat: CatCoat, pose: CatPose): string {
  if (pose !== "in a box") return "";
  const flaps = "M130 690L60 760L110 800L150 730ZM670 690L740 760L690 800L650 730Z";
  return [
    path("M130 690H670L640 940H160Z", "#c9975b", "#7c5527"),
    path(flaps, "#b98448", "#7c5527"),
    path("M370 694H430L428 938H372Z", "#dcb883"),
    line("M215 880l22-30l22 30m-22-30v48m60-18l22-30l22 30m-22-30v48", "#7c5527"),
    drawPaws(coat, 300, 500, 694),
  ].join("");
}

function drawPaws(coat: CatCoat, left: number, right: number, y: number): string {
  const paw = (x: number) =>
    oval([x, y, 58, 34], colourOfEnds(coat, coat.light), coat.outline) +
    line(`M${x - 18} ${y + 6}v22m36-22v22`, coat.outline, 5);
  return paw(left) + paw(right);
}

/** What is dark where a coat is pointed, and of one colour where it is solid. */
function colourOfEnds({ pattern, marking, fur }: CatCoat, other: string): string {
  return { pointed: marking, solid: fur, tabby: other, tuxedo: other, calico: other }[pattern];
}
