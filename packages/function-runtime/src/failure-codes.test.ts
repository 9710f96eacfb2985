import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { failureCodes } from "./failure-codes.ts";
import { codesInReadme } from "./testing/readme-codes.ts";

test.each(["bucket", "function-runtime", "media-hosts"] as const)(
  "the README of %s, which stages share, explains every code that it can throw",
  (name) => {
    const readme = readFileSync(new URL(`../../${name}/README.md`, import.meta.url), "utf8");
    expect(codesInReadme(readme)).toEqual(expect.arrayContaining([...failureCodes[name]]));
  },
);
