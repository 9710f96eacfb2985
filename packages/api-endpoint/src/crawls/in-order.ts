/** Requests at once, for which the SDK keeps connections without waiting. */
const atOnce = 25;

/** What `work` makes of every item, in the items' order, at most 25 at a time. @throws the first error. */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += atOnce)
    results.push(...(await Promise.all(items.slice(from, from + atOnce).map(work))));
  return results;
}
