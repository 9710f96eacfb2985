import type { ProgressView } from "./progress-view.ts";

/** Crawls that a terminal has room for, each on a line. */
const mostShown = 5;

/**
 * One view for each of `total` crawls, which share `view`: what is shown of those that go on stands below one another.
 * A view that has ended is counted as over. A single crawl has `view` to itself.
 */
export function sharedViews(view: ProgressView, total: number): ProgressView[] {
  if (total === 1) return [view];
  const going = new Map<number, string>();
  let over = 0;
  const show = () => {
    const head = `${over} of ${total} crawls over`;
    const lines = [...going.values()];
    const more = lines.length > mostShown ? [`and ${lines.length - mostShown} more`] : [];
    const shown = [...lines.slice(0, mostShown), ...more];
    view.show([head, ...shown].join(" | "), [head, ...shown.map((line) => `  ${line}`)].join("\n"));
  };
  return Array.from({ length: total }, (_, index) => ({
    show: (line: string) => {
      going.set(index, line);
      show();
    },
    print: (text) => view.print(text),
    end: () => {
      going.delete(index);
      over += 1;
      show();
    },
  }));
}
