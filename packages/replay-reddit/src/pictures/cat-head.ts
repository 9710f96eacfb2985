import type { CatCoat } from "./cat-coat.ts";
import type { SeededRandom } from "./seeded-random.ts";

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

/** Draws a head around (400, 365), about 400 wide, as SVG. */
export function drawHead(coat: CatCoat, random: SeededRandom, expression: Expression): string {
  const earColour = coat.pattern === "pointed" ? coat.marking : coat.fur;
  return [
    ...ears.map(
      ([outer, inner]) =>
        `<path d="${outer}" fill="${earColour}" stroke="${coat.outline}" stroke-width="6" stroke-linejoin="round"/>` +
        `<path d="${inner}" fill="${coat.innerEar}"/>`,
    ),
    `<clipPath id="face"><path d="${face}"/></clipPath>`,
    `<path d="${face}" fill="${coat.fur}"/>`,
    `<g clip-path="url(#face)">${drawMarkings(coat, random)}${drawFur(coat, random)}</g>`,
    `<path d="${face}" fill="none" stroke="${coat.outline}" stroke-width="6"/>`,
    `<g fill="#ff8f8f" opacity="0.25"><circle cx="268" cy="438" r="32"/><circle cx="532" cy="438" r="32"/></g>`,
    drawEye(320, coat, expression),
    drawEye(480, coat, expression),
    drawMuzzle(coat, random),
  ].join("");
}

const foreheadStripes =
  "M400 190 V262 M358 196 Q366 240 352 266 M442 196 Q434 240 448 266 M205 360 Q250 356 272 372 M205 402 Q250 398 266 408 M595 360 Q550 356 528 372 M595 402 Q550 398 534 408";

function drawMarkings(coat: CatCoat, random: SeededRandom): string {
  const muzzle = `<ellipse cx="400" cy="468" rx="92" ry="70" fill="${coat.light}"/>`;
  const side = random.pick([230, 570]);
  const markings: Record<CatCoat["pattern"], string> = {
    tabby: `<path d="${foreheadStripes}" stroke="${coat.marking}" stroke-width="19" stroke-linecap="round" fill="none"/>${muzzle}`,
    tuxedo: `<path d="M400 215 Q428 330 500 470 Q480 540 400 540 Q320 540 300 470 Q372 330 400 215 Z" fill="${coat.light}"/>`,
    calico: `<circle cx="${side}" cy="255" r="130" fill="${coat.marking}"/><circle cx="${800 - side}" cy="215" r="95" fill="#3d3a3f"/>${muzzle}`,
    pointed: `<ellipse cx="400" cy="440" rx="150" ry="118" fill="${coat.marking}" opacity="0.75"/>`,
    solid: `<ellipse cx="400" cy="468" rx="92" ry="66" fill="${coat.light}" opacity="0.55"/>`,
  };
  return markings[coat.pattern];
}

function drawFur(coat: CatCoat, random: SeededRandom): string {
  const strokes = Array.from({ length: 90 }, () => {
    const x = random.between(215, 585);
    const y = random.between(215, 515);
    return `M${x.toFixed(0)} ${y.toFixed(0)}q${((x - 400) / 40).toFixed(0)} 6 ${((x - 400) / 22).toFixed(0)} 15`;
  });
  return `<path d="${strokes.join("")}" stroke="${coat.outline}" stroke-width="2.5" stroke-linecap="round" fill="none" opacity="0.2"/>`;
}

function drawEye(centre: number, coat: CatCoat, { openness, gaze }: Expression): string {
  if (openness < 0.2)
    return `<path d="M${centre - 40} 362 q40 34 80 0" fill="none" stroke="${coat.outline}" stroke-width="9" stroke-linecap="round"/>`;
  const height = 46 * openness;
  const pupil = centre + gaze * 9;
  return [
    `<ellipse cx="${centre}" cy="364" rx="43" ry="${height}" fill="${coat.eyes}" stroke="${coat.outline}" stroke-width="8"/>`,
    `<ellipse cx="${pupil}" cy="366" rx="19" ry="${height * 0.78}" fill="#17141a"/>`,
    `<circle cx="${pupil + 9}" cy="${364 - height * 0.38}" r="10" fill="#ffffff"/>`,
    `<circle cx="${pupil - 9}" cy="${364 + height * 0.34}" r="5" fill="#ffffff" opacity="0.8"/>`,
  ].join("");
}

function drawMuzzle(coat: CatCoat, random: SeededRandom): string {
  const tongue = random.chance(0.2)
    ? `<path d="M384 474 q16 40 32 0 Z" fill="#f08a94" stroke="${coat.outline}" stroke-width="4"/>`
    : "";
  const whiskers = [-1, 1].map((side) =>
    [-16, 4, 24]
      .map(
        (drop) =>
          `M${400 + side * 96} ${450 + drop / 3} q${side * 70} ${drop / 3 - 8} ${side * 150} ${drop}`,
      )
      .join(""),
  );
  return [
    tongue,
    `<path d="M400 440 V462 M400 462 Q376 488 350 468 M400 462 Q424 488 450 468" fill="none" stroke="${coat.outline}" stroke-width="7" stroke-linecap="round"/>`,
    `<path d="M376 424 Q400 412 424 424 Q418 446 400 450 Q382 446 376 424 Z" fill="${coat.nose}" stroke="${coat.outline}" stroke-width="4"/>`,
    `<path d="${whiskers.join("")}" fill="none" stroke="#fffaf0" stroke-width="4.5" stroke-linecap="round" opacity="0.92"/>`,
  ].join("");
}
