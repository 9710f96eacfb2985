import { expect, test } from "vitest";

import { sharedViews } from "./shared-view.ts";

function recorded() {
  const shown: [line: string, frame: string | undefined][] = [];
  const view = {
    show: (line: string, frame?: string) => void shown.push([line, frame]),
    print: () => {},
    end: () => {},
  };
  return { view, shown };
}

test("what goes on is shown together, below how many crawls are over", () => {
  const { view, shown } = recorded();
  const [first, second] = sharedViews(view, 3);
  first?.show("r/aww: 3 of 5 decided", "many lines");
  second?.show("asking for the listing");
  expect(shown.at(-1)).toEqual([
    "0 of 3 crawls over | r/aww: 3 of 5 decided | asking for the listing",
    "0 of 3 crawls over\n  r/aww: 3 of 5 decided\n  asking for the listing",
  ]);
  first?.end();
  expect(shown.at(-1)?.[0]).toBe("1 of 3 crawls over | asking for the listing");
});

test("no more crawls are shown than a terminal has room for", () => {
  const { view, shown } = recorded();
  for (const [index, each] of sharedViews(view, 40).entries()) each.show(`crawl ${index}`);
  expect(shown.at(-1)?.[1]?.split("\n")).toHaveLength(7);
  expect(shown.at(-1)?.[0]).toContain("crawl 4 | and 35 more");
});

test("a single crawl has the view to itself", () => {
  const { view } = recorded();
  expect(sharedViews(view, 1)).toEqual([view]);
});
