import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that take longest, for the most part because they wait. A fresh clone knows no durations, and would begin with the
 * largest files: a long one then runs alone at the end.
 */
const longest = [
  "without-keys",
  "crowd",
  "whole-crawl",
  "stopped-crawl",
  "killed-crawl",
  "hung-service",
  "terminal",
  "stop-button",
  "program",
];

/** Begins with the longest files, so that what is left at the end is short. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at < 0 ? longest.length : at;
    };
    return others.toSorted((a, b) => place(a) - place(b));
  }
}
