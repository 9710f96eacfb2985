import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import { line, oval, path, scattered } from "./svg.ts";

/** What is around a cat, over the whole 800 x 1000 sheet and 200 beyond its sides. */
type Scene = (random: SeededRandom) => string[];

const whole = "M-200-100H1000V1100H-200Z";
const sky = (from: string, to: string) =>
  `<linearGradient id="sky" x2="0" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>${path(whole, "url(#sky)")}`;
const cloud =
  oval([0, 0, 80, 30], "#fff") + oval([-24, -20, 34], "#fff") + oval([26, -14, 27], "#fff");
const mountains = "M-200 760L60 520L220 690L430 470L640 700L800 560L1000 760V1100H-200Z";

const night: Scene = (random) => [
  sky("#141a3c", "#4b4a86"),
  scattered(random, 90, [-150, -50, 950, 700], oval([0, 0, 3], "#fff6d5")),
  oval([640, 130, 88], "#fff2c4") +
    oval([612, 112, 17], "#ecdca3") +
    oval([668, 158, 24], "#ecdca3"),
  path("M-200 870H1000V1100H-200Z", "#7a3f36"),
  scattered(random, 60, [-180, 900, 980, 1060], line("M0 0q26 26 52 0", "#5c2c26")),
];

const garden: Scene = (random) => [
  sky("#8fd3f4", "#e8f8ff"),
  oval([130, 130, 78], "#ffe27a"),
  scattered(random, 4, [50, 60, 850, 240], cloud),
  path("M-200 720Q150 560 460 700T1000 660V1100H-200Z", "#9ccc6a"),
  path("M-200 840Q300 780 1000 850V1100H-200Z", "#7db84f"),
  ...["#ffffff", "#ffd1e1", "#ffe680", "#c9b6ff"].map((petals) => {
    const flower = line("M0 0v24", "#4e8a2c", 4) + oval([0, 0, 8], "#f2a93b", petals);
    return scattered(random, 11, [-150, 800, 950, 1050], flower);
  }),
];

const livingRoom: Scene = (random) => [
  path(whole, random.pick(["#f3d9b8", "#cfe3dc", "#e6d3e8", "#f6cfc4"])),
  scattered(random, 40, [-180, -60, 980, 760], path("M0 0l9 14l-9 14l-9-14Z", "#ffffff66")),
  path("M40 60H230V290H40Z", "#fdfdf8", "#8a5f36", 14),
  path("M58 270L110 180L150 230L178 196L214 270Z", "#8fb9a8"),
  path("M-200 826H1000V1126H-200Z", "#b17f4e", "#ffffffdd", 26),
  oval([400, 935, 360, 63], "#d9798b", "#c2566b", 18),
];

const sunset: Scene = (random) => [
  sky("#f9a66c", "#fde2b3"),
  oval([400, 560, 230], "#ffd36e"),
  path(mountains, "#b66a73"),
  path("M-200 860H1000V1160H-200Z", "#7c4657"),
  scattered(random, 7, [0, 80, 800, 330], line("M0 0q14-16 28 0q14-16 28 0", "#7c4657", 5)),
];

const studio: Scene = (random) => {
  const pads = [
    [0, 0, 20, 16],
    [-20, -19, 8],
    [-7, -27, 8],
    [8, -27, 8],
    [21, -19, 8],
  ] as const;
  const paw = pads.map((pad) => oval(pad, "#ffffff99")).join("");
  const paper = random.pick(["#ffc9d6", "#b8e0da", "#d3c7fb", "#fbdf90"]);
  return [path(whole, paper), scattered(random, 34, [-150, -60, 950, 1060], paw)];
};

/** Draws what is around a cat. */
export function drawScene(random: SeededRandom): string {
  return random.pick([night, garden, livingRoom, sunset, studio])(random).join("");
}
