/**
 * Runs every one of `works` once a round, in an order that changes from round to round, so that whatever else the
 * machine does falls on all of them alike. Gives the results by name, in the order of the rounds.
 */
export async function interleaved<Name extends string, Result>(
  rounds: number,
  works: Readonly<Record<Name, () => Promise<Result>>>,
  random: () => number = Math.random,
): Promise<Record<Name, Result[]>> {
  const entries = Object.entries<() => Promise<Result>>(works).map(([name, work]) => ({
    name,
    work,
    results: new Array<Result>(),
  }));
  for (let round = 0; round < rounds; round += 1)
    for (const { work, results } of shuffled(entries, random)) results.push(await work());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are those of `works`
  return Object.fromEntries(entries.map(({ name, results }) => [name, results])) as Record<
    Name,
    Result[]
  >;
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
