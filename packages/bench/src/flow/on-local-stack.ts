import type { Figure } from "../benchmark.ts";
import { secondsToGoodPictures } from "./failing-pictures.ts";

const posts = 100;

/** Places, and how many of 100 posts fail. */
export const stackRuns = [4, 10].flatMap((places) =>
  [0, 12, 31].map((failing) => ({ places, failing })),
);

/**
 * A hundred posts on the local stack: seconds until every good one is stored, and how many times as long as a crawl of
 * the good ones alone takes right before.
 */
export async function besideFailingPictures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { places, failing } of stackRuns) {
    const alone = await secondsToGoodPictures({ places, posts: posts - failing, failing: 0 });
    const mixed = failing === 0 ? alone : await secondsToGoodPictures({ places, posts, failing });
    const name = `flow/stack/${places}/${failing}`;
    figures.push(
      { name: `${name}/seconds`, value: mixed, unit: "s" },
      { name: `${name}/ratio`, value: mixed / alone, unit: "x" },
    );
  }
  return figures;
}
