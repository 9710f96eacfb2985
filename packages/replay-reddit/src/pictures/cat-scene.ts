import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import { oval, path, scattered } from "./svg.ts";

type Scene = (random: SeededRandom) => string;

const whole = "M-200 -100 H1000 V1100 H-200 Z";

function sky(from: string, to: string): string {
  return `<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>${path(whole, "url(#sky)")}`;
}

const night: Scene = (random) =>
  [
    sky("#141a3c", "#4b4a86"),
    scattered(random, 90, [-150, -50, 950, 700], (x, y) =>
      oval([x, y, random.between(2, 4)], "#fff6d5"),
    ),
    oval([640, 130, 88], "#fff2c4"),
    oval([612, 112, 17], "#ecdca3"),
    oval([668, 158, 24], "#ecdca3"),
    path("M-200 870 H1000 V1100 H-200 Z", "#7a3f36"),
    scattered(random, 60, [-180, 900, 980, 1060], (x, y) =>
      path(`M${x} ${y} q26 26 52 0`, "none", "#5c2c26"),
    ),
  ].join("");

const garden: Scene = (random) =>
  [
    sky("#8fd3f4", "#e8f8ff"),
    oval([130, 130, 78], "#ffe27a"),
    scattered(random, 4, [50, 60, 850, 240], (x, y) =>
      [
        oval([x, y, 80, 30], "#fff"),
        oval([x - 24, y - 20, 34], "#fff"),
        oval([x + 26, y - 14, 27], "#fff"),
      ].join(""),
    ),
    path("M-200 720 Q150 560 460 700 T1000 660 V1100 H-200 Z", "#9ccc6a"),
    path("M-200 840 Q300 780 1000 850 V1100 H-200 Z", "#7db84f"),
    scattered(random, 42, [-150, 800, 950, 1050], (x, y) => {
      const petals = random.pick(["#ffffff", "#ffd1e1", "#ffe680", "#c9b6ff"]);
      return path(`M${x} ${y} v24`, "none", "#4e8a2c", 4) + oval([x, y, 8], "#f2a93b", petals);
    }),
  ].join("");

const livingRoom: Scene = (random) =>
  [
    path(whole, random.pick(["#f3d9b8", "#cfe3dc", "#e6d3e8", "#f6cfc4"])),
    scattered(random, 40, [-180, -60, 980, 760], (x, y) =>
      path(`M${x} ${y} l9 14 l-9 14 l-9 -14 Z`, "#ffffff66"),
    ),
    path("M40 60 H230 V290 H40 Z", "#fdfdf8", "#8a5f36", 14),
    path("M58 270 L110 180 L150 230 L178 196 L214 270 Z", "#8fb9a8"),
    path("M-200 813 H1000", "none", "#ffffffdd", 26),
    path("M-200 826 H1000 V1126 H-200 Z", "#b17f4e"),
    scattered(random, 24, [-200, 850, 900, 1080], (x, y) =>
      path(`M${x} ${y} h110`, "none", "#93673b", 5),
    ),
    oval([400, 935, 360, 63], "#d9798b", "#c2566b", 18),
  ].join("");

const sunset: Scene = (random) =>
  [
    sky("#f9a66c", "#fde2b3"),
    oval([400, 560, 230], "#ffd36e"),
    path(
      "M-200 760 L60 520 L220 690 L430 470 L640 700 L800 560 L1000 760 V1100 H-200 Z",
      "#b66a73",
    ),
    path("M-200 860 H1000 V1160 H-200 Z", "#7c4657"),
    scattered(random, 7, [0, 80, 800, 330], (x, y) =>
      path(`M${x} ${y} q14 -16 28 0 q14 -16 28 0`, "none", "#7c4657", 5),
    ),
  ].join("");

const paws = [
  [0, 0, 20, 16],
  [-20, -19, 8],
  [-7, -27, 8],
  [8, -27, 8],
  [21, -19, 8],
] as const;

const studio: Scene = (random) => {
  const [paper, print] = random.pick<readonly [string, string]>([
    ["#ffe3ea", "#ffc2d1"],
    ["#dff3f0", "#b8e0da"],
    ["#ece6ff", "#d3c7fb"],
    ["#fff3cf", "#fbdf90"],
  ]);
  const paw = paws.map((pad) => oval(pad, print)).join("");
  const prints = scattered(
    random,
    34,
    [-150, -60, 950, 1060],
    (x, y) => `<g transform="translate(${x} ${y}) rotate(${random.between(-40, 40)})">${paw}</g>`,
  );
  return path(whole, paper) + prints;
};

/** Draws what is around a cat, over the whole 800 x 1000 sheet and 200 beyond its sides. */
export function drawScene(random: SeededRandom): string {
  return random.pick([night, garden, livingRoom, sunset, studio])(random);
}
