import { readFileSync } from "node:fs";

import { consequences as api } from "@reddit-crawler/api-endpoint/failure-policy";
import { consequences as loader } from "@reddit-crawler/article-loader/failures/failure-consequences";
import { consequences as balancer } from "@reddit-crawler/balancer/failure-policy";
import { consequences as worker } from "@reddit-crawler/download-worker/failure-policy";
import { expect, test } from "vitest";

const stages = {
  "api-endpoint": api,
  "article-loader": loader,
  balancer,
  "download-worker": worker,
};
const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const [, section = ""] = /^## When things fail\n(.*?)^## /ms.exec(readme) ?? [];

test.each(Object.keys(stages))("the overview leads to the failure policy of %s", (stage) => {
  expect(section).toContain(`[${stage}](packages/${stage}/README.md#when-it-fails)`);
});

test("the overview names every class of every stage, and no other", () => {
  const classes = Object.values(stages).flatMap((consequences) =>
    Object.values(consequences).flatMap(({ class: kind }) => kind.split(", or ")),
  );
  const named = section.split("\n").flatMap((line) => {
    const [, , cell = ""] = line.split(" | ").length > 3 ? line.split("|") : [];
    return Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = ""]) => name);
  });
  expect([...new Set(named)].toSorted()).toEqual([...new Set(classes)].toSorted());
});
