// What the article-loader's rules find in listings that Reddit answered with.
//   node src/count-links/count-links.ts [--hosts=reddit,imgur] FILE...
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { findLinks } from "@reddit-crawler/article-loader/links/post-links";
import { readRedditPost } from "@reddit-crawler/article-loader/reddit/reddit-post";
import { mediaHosts } from "@reddit-crawler/media-hosts";
import * as z from "zod/mini";

import { countLinks } from "./link-counts.ts";

const listingSchema = z.object({
  data: z.object({ children: z.array(z.object({ kind: z.string(), data: z.unknown() })) }),
});
/** Enough for a steady median. */
const measuredRuns = 51;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { hosts: { type: "string", default: "reddit,imgur" } },
});
const hosts = mediaHosts(values.hosts);

for (const file of positionals) {
  const listing = listingSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const children = listing.data.children.filter(({ kind }) => kind === "t3");
  const find = () => children.map(({ data }) => findLinks(readRedditPost(data) ?? {}, hosts));

  const counts = countLinks(find());
  const runsMs = Array.from({ length: measuredRuns }, () => {
    const startMs = performance.now();
    find();
    return performance.now() - startMs;
  }).toSorted((a, b) => a - b);
  const medianMs = Math.round((runsMs[measuredRuns >> 1] ?? 0) * 100) / 100;
  console.log(JSON.stringify({ file, ...counts, medianMs }, null, 2));
}
