import type { Benchmark, Figure } from "../benchmark.ts";
import { memorySizes, oneCoreMb } from "../cost/memory-sizes.ts";
import { crawlCost, type Amounts, type CrawlCost } from "../measure/crawl-cost.ts";

/** There and back, so that a machine that becomes busier or quieter does so for every size alike. */
const runs = [100, 1000, 10_000, 1000, 100];
const sizes = [...new Set(runs)];

/** What 100, 1,000 and 10,000 posts of one picture cost, and how much more one of 10,000 costs than one of fewer. */
export const growth: Benchmark = {
  name: "growth",
  stable: false,
  run: async () => {
    const memoryMb = await memorySizes();
    const costs: { posts: number; figures: Figure[] }[] = [];
    for (const posts of runs) {
      console.error(`  ${posts} posts`);
      costs.push({ posts, figures: figuresOf(posts, await crawlCost(posts), memoryMb) });
    }
    const figures = sizes.flatMap((posts) =>
      together(costs.filter((cost) => cost.posts === posts).map((cost) => cost.figures)),
    );
    const perPost = (posts: number, what: string) =>
      figures.find(({ name }) => name === `growth/${posts}/${what}`)?.value ?? NaN;
    const [least = 0, middle = 0, most = 0] = sizes;
    const ratio = (name: string, what: string, than: number): Figure => ({
      name: `growth/${name}`,
      value: perPost(most, what) / perPost(than, what),
      unit: "x",
      note: `a post of ${most} ÷ a post of ${than}`,
    });
    return [
      ...figures,
      ratio("requests", "requests-per-post", least),
      ratio("gb-seconds", "gb-seconds-per-post", least),
      // A hundred posts carry the functions' starts; from here on only what grows with the posts can differ.
      ratio("processor", "processor-per-post", middle),
    ];
  },
};

function figuresOf(posts: number, cost: CrawlCost, memoryMb: Amounts): Figure[] {
  const perPost = (what: string, unit: Figure["unit"], amounts: Amounts): Figure => {
    const parts = Object.fromEntries(Array.from(amounts, ([name, sum]) => [name, sum / posts]));
    const value = Object.values(parts).reduce((total, part) => total + part, 0);
    return { name: `growth/${posts}/${what}-per-post`, value, unit, parts };
  };
  return [
    { name: `growth/${posts}/seconds`, value: cost.seconds, unit: "s" },
    perPost("requests", "requests", cost.requests),
    perPost("invocations", "requests", cost.invocations),
    perPost("processor", "s", cost.processorSeconds),
    perPost("gb-seconds", "GB-s", gbSeconds(cost, memoryMb)),
    perPost("log", "KB", new Map(Array.from(cost.logBytes, ([name, sum]) => [name, sum / 1000]))),
  ];
}

/**
 * What Lambda would bill at least: an invocation takes the time that it took here, or what it computed at the share of a
 * core that its memory gives it, whichever is longer.
 */
function gbSeconds({ functionSeconds, processorSeconds }: CrawlCost, memoryMb: Amounts): Amounts {
  return new Map(
    Array.from(functionSeconds, ([name, seconds]) => {
      const mb = memoryMb.get(name) ?? NaN;
      const computing = (processorSeconds.get(name) ?? 0) / (mb / oneCoreMb);
      return [name, (Math.max(seconds, computing) * mb) / 1024];
    }),
  );
}

/** The mean of each figure and of its parts over the runs of one size. */
function together(all: readonly Figure[][]): Figure[] {
  const [first = []] = all;
  return first.map((figure, index) => {
    const same = all.flatMap((figures) => figures[index] ?? []);
    const values = same.map(({ value }) => value);
    const names = new Set(same.flatMap(({ parts = {} }) => Object.keys(parts)));
    const parts = Array.from(names, (name) => [
      name,
      mean(same.map((run) => run.parts?.[name] ?? 0)),
    ]);
    return {
      ...figure,
      value: mean(values),
      ...(values.length > 1 && { spread: [Math.min(...values), Math.max(...values)] as const }),
      ...(parts.length > 0 && { parts: Object.fromEntries(parts) }),
    };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
