import type { Figure, LastRun } from "./benchmark.ts";
import { keeps, type Budget } from "./budgets.ts";
import { bursts } from "./flow/models.ts";
import { markdownTable } from "./markdown.ts";
import { budgetText, format } from "./report.ts";
import { stages } from "./stages.ts";

const each = (figure: string, more = "") => stages.map((stage) => `${figure}/${stage}${more}`);

const ofHosts = (what: string) => ["slow", "hurried"].map((host) => `politeness/${host}/${what}`);

const scenes = ["quick", "slow", "galleries"];

/** The lines of the table in LAST-RUN.md, and the figures of each. */
const lines: Readonly<Record<string, readonly string[]>> = {
  "zip size, KB": each("zip-size"),
  "Node's modules loaded": each("loaded-modules"),
  "of them unwanted": each("loaded-modules", "/unwanted"),
  "cold start ÷ empty handler": each("cold-start"),
  "the same, processor's time": each("cold-start", "/processor"),
  "listing to messages ÷ `JSON.parse`": ["listing/messages"],
  "100 pictures ÷ plain copy": ["download/throughput"],
  "peak memory, MB: 200 MB, 20 × 10 MB": ["memory/one-of-200-mb", "memory/twenty-of-10-mb"],
  "balancer: dispatches a second": ["balancer/dispatches"],
  "balancer: receives; memory, MB": ["balancer/receives", "balancer/memory"],
  "a post: S3's PUTs, LISTs, GETs": ["requests/puts", "requests/lists", "requests/gets"],
  "crawl, s: quick, slow, galleries": scenes.map((scene) => `whole-crawl/${scene}/seconds`),
  "its processor time, s": scenes.map((scene) => `whole-crawl/${scene}/processor`),
  "its peak memory, MB": scenes.map((scene) => `whole-crawl/${scene}/memory`),
  "start, token, listing, pictures, end": ["start", "token", "listing", "pictures", "end"].map(
    (part) => `whole-crawl/quick/${part}`,
  ),
  "one after the other ÷ crawl": ["whole-crawl/quick/serial", "whole-crawl/slow/serial"],
  "gallery-dl ÷ crawl": ["whole-crawl/quick/gallery-dl", "whole-crawl/slow/gallery-dl"],
  "slow, hurried host: at once": ofHosts("at-once"),
  "asked while it had asked to wait; twice": [...ofHosts("in-cooldown"), ...ofHosts("repeated")],
  "page: frames of 12 MP, copies, ms": ["gallery/frames-original", "gallery/frames-small-copies"],
  "31 of 100 posts fail ÷ alone, 4, 10": ["flow/stack/4/31/ratio", "flow/stack/10/31/ratio"],
  "100 of 400 fail ÷ alone: 503, 429": ["flow/beside/503/100/ratio", "flow/beside/429/100/ratio"],
  "late counts: throttles, drops, lost": ["throttles", "dropped", "lost-attempts"].map(
    (what) => `flow/lag/${what}`,
  ),
  "20 × 1,000, 100 × 100 crawls, min": bursts
    .slice(0, 2)
    .map(({ name }) => `flow/burst/${name}/minutes`),
  "1,000 workers, a post: PUTs, refused": [
    "flow/counting/1000/writes",
    "flow/counting/1000/refused",
  ],
  "10,000 ÷ 100 posts: requests, GB-s": ["growth/requests", "growth/gb-seconds"],
  "10,000 ÷ 1,000 posts: processor": ["growth/processor"],
};

/** `lastRun` as a Markdown table, with the day, load and machine of each benchmark. */
export function lastRunSection(
  lastRun: LastRun,
  budgets: Readonly<Record<string, Budget>>,
): string {
  const rows = Object.entries(lines).flatMap(([what, names]) => {
    const [benchmark = ""] = names[0]?.split("/") ?? [];
    const run = lastRun[benchmark];
    const figures = names.flatMap(
      (name) => run?.figures.filter((each) => each.name === name) ?? [],
    );
    if (!run || figures.length === 0) return [];
    return [
      [
        what.trim(),
        figures.map(({ value }) => format(value)).join(" / "),
        budgetsText(names.map((name) => budgetText(budgets[name]))),
        verdict(figures, budgets),
        `${run.at.slice(0, 10)}, load ${format(run.load)}`,
      ],
    ];
  });
  const machines = new Set(Object.values(lastRun).map(({ machine }) => machine));
  return `${[...machines].join("; ")}:\n\n${markdownTable([
    ["What", "Measured", "Budget", "Kept", "When"],
    ...rows,
  ])}`;
}

/** One for all where they are equal, and the sign once. */
function budgetsText([first = "", ...others]: readonly string[]): string {
  if (others.every((text) => text === first)) return first;
  return [first, ...others.map((text) => text.replace(first.slice(0, 2), ""))].join(" / ").trim();
}

function verdict(figures: readonly Figure[], budgets: Readonly<Record<string, Budget>>): string {
  const kept = figures.map((figure) => keeps(figure, budgets[figure.name]));
  if (kept.every((each) => each === undefined)) return "";
  const broken = kept.filter((each) => each === false).length;
  return broken === 0
    ? "yes"
    : kept.length === 1
      ? "no"
      : `${kept.length - broken} of ${kept.length}`;
}
