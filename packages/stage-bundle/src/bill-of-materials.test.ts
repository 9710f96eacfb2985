import { expect, test } from "vitest";

import { billOfMaterials } from "./bill-of-materials.ts";

const zip = { stage: "balancer", version: "1.0.0", license: "MIT", sha256: "ab".repeat(32) };

test("a bill names the zip by its digest and every package by its purl", () => {
  const bill = JSON.parse(
    billOfMaterials(zip, [{ name: "@aws-sdk/core", version: "3.1.0", license: "Apache-2.0" }]),
  );
  expect(bill).toMatchObject({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { component: { name: "balancer", hashes: [{ content: zip.sha256 }] } },
    components: [
      {
        group: "@aws-sdk",
        name: "core",
        version: "3.1.0",
        purl: "pkg:npm/%40aws-sdk/core@3.1.0",
        licenses: [{ license: { id: "Apache-2.0" } }],
      },
    ],
    dependencies: [{ ref: "balancer@1.0.0", dependsOn: ["pkg:npm/%40aws-sdk/core@3.1.0"] }],
  });
});

test.each([
  ["MIT", [{ license: { id: "MIT" } }]],
  ["MIT OR Apache-2.0", [{ expression: "MIT OR Apache-2.0" }]],
  ["SEE LICENSE IN LICENSE.md", [{ license: { name: "SEE LICENSE IN LICENSE.md" } }]],
  [undefined, undefined],
])("a package under %j is billed as such", (license, licenses) => {
  const bill = JSON.parse(billOfMaterials(zip, [{ name: "a", version: "1.0.0", license }]));
  expect(bill.components[0].licenses).toEqual(licenses);
});

test("the same zip always has the same bill", () => {
  expect(billOfMaterials(zip, [])).toBe(billOfMaterials(zip, []));
  expect(billOfMaterials(zip, [])).not.toMatch(/timestamp|serialNumber/);
});
