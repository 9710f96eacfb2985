import type { CatCoat } from "./cat-coat.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** How a cat holds itself. */
export type CatPose = "sitting" | "loaf" | "in a box" | "asleep";

const shapes = {
  sitting: "M300 470 C205 590 170 800 225 905 Q400 950 575 905 C630 800 595 590 500 470 Z",
  loaf: "M215 520 C90 590 70 830 130 905 Q400 945 670 905 C730 830 710 590 585 520 Z",
  "in a box": "M280 470 C220 560 200 680 200 900 H600 C600 680 580 560 520 470 Z",
  asleep: "M120 900 C40 700 180 520 440 530 C680 540 770 720 690 900 Q400 950 120 900 Z",
} satisfies Record<CatPose, string>;

/** Draws what is behind the head: tail, trunk, legs. `swing` is the tail's, -1 to 1. The ground is at y = 900. */
export function drawBody(
  coat: CatCoat,
  pose: CatPose,
  random: SeededRandom,
  swing: number,
): string {
  const shape = shapes[pose];
  return [
    `<ellipse cx="400" cy="912" rx="310" ry="34" fill="#000000" opacity="0.18"/>`,
    pose === "asleep" ? "" : drawTail(coat, pose, swing),
    `<clipPath id="trunk"><path d="${shape}"/></clipPath>`,
    `<path d="${shape}" fill="${coat.fur}"/>`,
    `<g clip-path="url(#trunk)">${drawMarkings(coat, pose)}${drawFur(coat, random)}</g>`,
    `<path d="${shape}" fill="none" stroke="${coat.outline}" stroke-width="6"/>`,
    pose === "asleep" ? drawCurledTail(coat) : "",
    pose === "sitting" ? drawLegs(coat) : "",
    pose === "loaf" ? drawPaws(coat, 345, 455, 896) : "",
  ].join("");
}

/** Draws what is before the body: the box, with the paws on its edge. */
export function drawForeground(coat: CatCoat, pose: CatPose): string {
  if (pose !== "in a box") return "";
  return [
    `<path d="M130 690 H670 L640 940 H160 Z" fill="#c9975b" stroke="#7c5527" stroke-width="6" stroke-linejoin="round"/>`,
    `<path d="M130 690 L60 760 L110 800 L150 730 Z M670 690 L740 760 L690 800 L650 730 Z" fill="#b98448" stroke="#7c5527" stroke-width="6" stroke-linejoin="round"/>`,
    `<path d="M370 694 H430 L428 938 H372 Z" fill="#e3c08d" opacity="0.8"/>`,
    `<path d="M215 880 l22 -30 l22 30 m-22 -30 v48 M275 880 l22 -30 l22 30 m-22 -30 v48" fill="none" stroke="#7c5527" stroke-width="6" stroke-linecap="round"/>`,
    drawPaws(coat, 300, 500, 694),
  ].join("");
}

function drawTail(coat: CatCoat, pose: CatPose, swing: number): string {
  const tip = 60 * swing;
  const path =
    pose === "in a box"
      ? `M560 740 C680 660 ${690 + tip} 560 ${640 + tip} 470`
      : `M560 860 C720 880 ${740 + tip / 2} 720 ${690 + tip} 620`;
  const tailColour = coat.pattern === "pointed" ? coat.marking : coat.fur;
  const stroke = (colour: string, width: number, extra = "") =>
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"${extra}/>`;
  const rings =
    coat.pattern === "tabby"
      ? stroke(coat.marking, 46, ` stroke-dasharray="20 44" style="stroke-linecap:butt"`)
      : "";
  return stroke(coat.outline, 60) + stroke(tailColour, 48) + rings;
}

function drawCurledTail(coat: CatCoat): string {
  const path = "M650 850 C520 950 300 930 210 850";
  const tailColour = coat.pattern === "pointed" ? coat.marking : coat.fur;
  return (
    `<path d="${path}" fill="none" stroke="${coat.outline}" stroke-width="70" stroke-linecap="round"/>` +
    `<path d="${path}" fill="none" stroke="${tailColour}" stroke-width="58" stroke-linecap="round"/>`
  );
}

function drawMarkings(coat: CatCoat, pose: CatPose): string {
  const chest = `<ellipse cx="400" cy="620" rx="105" ry="165" fill="${coat.light}"/>`;
  const stripes = [600, 670, 740, 810, 870]
    .map((y) => `M60 ${y} Q200 ${y - 20} 262 ${y + 22} M740 ${y} Q600 ${y - 20} 538 ${y + 22}`)
    .join("");
  const markings: Record<CatCoat["pattern"], string> = {
    tabby: `${pose === "asleep" ? "" : chest}<path d="${stripes}" fill="none" stroke="${coat.marking}" stroke-width="24" stroke-linecap="round"/>`,
    tuxedo: chest,
    calico: `<ellipse cx="225" cy="690" rx="120" ry="140" fill="${coat.marking}"/><ellipse cx="600" cy="800" rx="130" ry="120" fill="#3d3a3f"/>`,
    pointed: chest,
    solid: `<ellipse cx="400" cy="620" rx="90" ry="150" fill="${coat.light}" opacity="0.55"/>`,
  };
  return markings[coat.pattern];
}

function drawFur(coat: CatCoat, random: SeededRandom): string {
  const strokes = Array.from({ length: 140 }, () => {
    const x = random.between(90, 710).toFixed(0);
    const y = random.between(500, 890).toFixed(0);
    return `M${x} ${y}q${random.between(-4, 4).toFixed(0)} 9 ${random.between(-6, 6).toFixed(0)} 20`;
  });
  return `<path d="${strokes.join("")}" stroke="${coat.outline}" stroke-width="2.5" stroke-linecap="round" fill="none" opacity="0.18"/>`;
}

function drawLegs(coat: CatCoat): string {
  const colour = coat.pattern === "calico" ? coat.light : coat.fur;
  const legs = [345, 455].map(
    (x) =>
      `<path d="M${x - 42} 690 Q${x - 52} 800 ${x - 44} 900 H${x + 44} Q${x + 52} 800 ${x + 42} 690" fill="${colour}" stroke="${coat.outline}" stroke-width="6" stroke-linejoin="round"/>`,
  );
  return legs.join("") + drawPaws(coat, 345, 455, 900) + drawPaws(coat, 228, 572, 900);
}

function drawPaws(coat: CatCoat, left: number, right: number, y: number): string {
  const colour =
    coat.pattern === "pointed" ? coat.marking : coat.pattern === "solid" ? coat.fur : coat.light;
  return [left, right]
    .map(
      (x) =>
        `<ellipse cx="${x}" cy="${y}" rx="58" ry="34" fill="${colour}" stroke="${coat.outline}" stroke-width="6"/>` +
        `<path d="M${x - 18} ${y + 6} v22 M${x + 18} ${y + 6} v22" stroke="${coat.outline}" stroke-width="5" stroke-linecap="round"/>`,
    )
    .join("");
}
