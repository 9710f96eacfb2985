import type { Benchmark, Figure } from "../benchmark.ts";
import { crawlCost, type Amounts } from "../measure/crawl-cost.ts";

const posts = 100;

/**
 * How many requests of S3 a post with one picture takes; the loader's own are among them. A LIST is billed as a PUT, and
 * a HEAD as a GET (https://aws.amazon.com/s3/pricing/).
 */
export const requests: Benchmark = {
  name: "requests",
  stable: true,
  run: async () => {
    const cost = await crawlCost(posts);
    // A crawl that stored nothing would keep every budget.
    const stored = cost.requests.get("S3 PUT") ?? 0;
    if (stored < 2 * posts) throw new Error(`${stored} puts are too few for ${posts} pictures`);
    // Each message that the worker sends has the crawl's end checked later, by one LIST.
    const checks = cost.requests.get("SQS SendMessage") ?? 0;
    return [
      figure("puts", cost.requests, ["S3 PUT", "S3 POST"]),
      figure("lists", new Map([...cost.requests, ["to come", checks]]), ["S3 LIST", "to come"]),
      figure("gets", cost.requests, ["S3 GET", "S3 HEAD"]),
    ];
  },
};

function figure(what: string, amounts: Amounts, names: readonly string[]): Figure {
  const parts = Object.fromEntries(names.map((name) => [name, (amounts.get(name) ?? 0) / posts]));
  const value = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { name: `requests/${what}`, value, unit: "requests", parts };
}
