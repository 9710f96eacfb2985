import type { SeededRandom } from "./seeded-random.ts";

type Scene = (random: SeededRandom) => string;

/** Gives `count` things, each drawn at a random place of the given area. */
function scattered(
  random: SeededRandom,
  count: number,
  [left, top, right, bottom]: readonly [number, number, number, number],
  draw: (x: number, y: number) => string,
): string {
  return Array.from({ length: count }, () =>
    draw(Math.round(random.between(left, right)), Math.round(random.between(top, bottom))),
  ).join("");
}

function sky(from: string, to: string): string {
  return `<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient><rect x="-200" y="-100" width="1200" height="1200" fill="url(#sky)"/>`;
}

const night: Scene = (random) =>
  [
    sky("#141a3c", "#4b4a86"),
    scattered(
      random,
      90,
      [-150, -50, 950, 700],
      (x, y) =>
        `<circle cx="${x}" cy="${y}" r="${random.between(1.5, 4.5).toFixed(1)}" fill="#fff6d5"/>`,
    ),
    `<circle cx="640" cy="130" r="88" fill="#fff2c4"/><circle cx="612" cy="112" r="17" fill="#ecdca3"/><circle cx="668" cy="158" r="24" fill="#ecdca3"/>`,
    `<path d="M-200 870 H1000 V1100 H-200 Z" fill="#7a3f36"/>`,
    scattered(
      random,
      60,
      [-180, 900, 980, 1060],
      (x, y) => `<path d="M${x} ${y} q26 26 52 0" fill="none" stroke="#5c2c26" stroke-width="6"/>`,
    ),
  ].join("");

const garden: Scene = (random) =>
  [
    sky("#8fd3f4", "#e8f8ff"),
    `<circle cx="130" cy="130" r="78" fill="#ffe27a"/>`,
    scattered(
      random,
      4,
      [50, 60, 850, 240],
      (x, y) =>
        `<g fill="#ffffff" opacity="0.9"><ellipse cx="${x}" cy="${y}" rx="80" ry="30"/><circle cx="${x - 24}" cy="${y - 20}" r="34"/><circle cx="${x + 26}" cy="${y - 14}" r="27"/></g>`,
    ),
    `<path d="M-200 720 Q150 560 460 700 T1000 660 V1100 H-200 Z" fill="#9ccc6a"/><path d="M-200 840 Q300 780 1000 850 V1100 H-200 Z" fill="#7db84f"/>`,
    scattered(random, 42, [-150, 800, 950, 1050], (x, y) => {
      const petals = random.pick(["#ffffff", "#ffd1e1", "#ffe680", "#c9b6ff"]);
      return `<g><path d="M${x} ${y} v24" stroke="#4e8a2c" stroke-width="4"/><circle cx="${x}" cy="${y}" r="11" fill="${petals}"/><circle cx="${x}" cy="${y}" r="4.5" fill="#f2a93b"/></g>`;
    }),
  ].join("");

const livingRoom: Scene = (random) => {
  const wall = random.pick(["#f3d9b8", "#cfe3dc", "#e6d3e8", "#f6cfc4"]);
  return [
    `<rect x="-200" y="-100" width="1200" height="1200" fill="${wall}"/>`,
    scattered(
      random,
      40,
      [-180, -60, 980, 760],
      (x, y) => `<path d="M${x} ${y} l9 14 l-9 14 l-9 -14 Z" fill="#ffffff" opacity="0.38"/>`,
    ),
    `<rect x="40" y="60" width="190" height="230" fill="#fdfdf8" stroke="#8a5f36" stroke-width="14"/><path d="M58 270 L110 180 L150 230 L178 196 L214 270 Z" fill="#8fb9a8"/>`,
    `<rect x="-200" y="800" width="1200" height="26" fill="#ffffff" opacity="0.85"/><rect x="-200" y="826" width="1200" height="300" fill="#b17f4e"/>`,
    scattered(
      random,
      24,
      [-200, 850, 900, 1080],
      (x, y) => `<path d="M${x} ${y} h110" stroke="#93673b" stroke-width="5"/>`,
    ),
    `<ellipse cx="400" cy="935" rx="390" ry="72" fill="#c2566b"/><ellipse cx="400" cy="935" rx="330" ry="54" fill="#d9798b"/>`,
  ].join("");
};

const sunset: Scene = (random) =>
  [
    sky("#f9a66c", "#fde2b3"),
    `<circle cx="400" cy="560" r="230" fill="#ffd36e" opacity="0.9"/>`,
    `<path d="M-200 760 L60 520 L220 690 L430 470 L640 700 L800 560 L1000 760 V1100 H-200 Z" fill="#b66a73"/><rect x="-200" y="860" width="1200" height="300" fill="#7c4657"/>`,
    scattered(
      random,
      7,
      [0, 80, 800, 330],
      (x, y) =>
        `<path d="M${x} ${y} q14 -16 28 0 q14 -16 28 0" fill="none" stroke="#7c4657" stroke-width="5"/>`,
    ),
  ].join("");

const studio: Scene = (random) => {
  const [paper, dots] = random.pick<readonly [string, string]>([
    ["#ffe3ea", "#ffc2d1"],
    ["#dff3f0", "#b8e0da"],
    ["#ece6ff", "#d3c7fb"],
    ["#fff3cf", "#fbdf90"],
  ]);
  return [
    `<rect x="-200" y="-100" width="1200" height="1200" fill="${paper}"/>`,
    scattered(
      random,
      34,
      [-150, -60, 950, 1060],
      (x, y) =>
        `<g fill="${dots}" transform="translate(${x} ${y}) rotate(${random.between(-40, 40).toFixed(0)})"><ellipse rx="20" ry="16"/><circle cx="-20" cy="-19" r="8"/><circle cx="-7" cy="-27" r="8.5"/><circle cx="8" cy="-27" r="8.5"/><circle cx="21" cy="-19" r="8"/></g>`,
    ),
  ].join("");
};

/** Draws what is around a cat, over the whole 800 x 1000 sheet and 200 beyond its sides. */
export function drawScene(random: SeededRandom): string {
  return random.pick([night, garden, livingRoom, sunset, studio])(random);
}
