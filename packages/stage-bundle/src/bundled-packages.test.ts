import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { bundledPackages } from "./bundled-packages.ts";

const root = mkdtempSync(join(tmpdir(), "bundled-packages-"));
afterAll(() => rmSync(root, { recursive: true }));

function installed(folder: string, manifest: object): void {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, "package.json"), JSON.stringify(manifest));
}

installed("node_modules/b", { name: "b", version: "2.0.0", license: "MIT" });
installed("node_modules/b/esm", { type: "module" });
installed("node_modules/@s/a", { name: "@s/a", version: "1.0.0", license: "Apache-2.0" });
installed("node_modules/.pnpm/b@1/node_modules/b", { name: "b", version: "1.0.0" });
installed("node_modules/nameless", { type: "module" });
const mapOf = (...sources: string[]) => JSON.stringify({ sources });

describe("the packages of a bundle", () => {
  test("are those of its sources, each version once, sorted", () => {
    const maps = [
      mapOf("../../src/lambda.ts", "../../node_modules/b/esm/x.js", "../../node_modules/b/y.js"),
      mapOf("../../node_modules/.pnpm/b@1/node_modules/b/z.js", "../../node_modules/@s/a/i.js"),
    ];
    expect(bundledPackages(maps, join(root, "dist", "bundle"))).toEqual([
      { name: "@s/a", version: "1.0.0", license: "Apache-2.0" },
      { name: "b", version: "1.0.0", license: undefined },
      { name: "b", version: "2.0.0", license: "MIT" },
    ]);
  });

  test("leave none out in silence", () => {
    expect(() => bundledPackages([mapOf("node_modules/nameless/x.js")], root)).toThrow(
      "belongs to no package with a version",
    );
  });
});
