#!/usr/bin/env node
// Run in a stage's folder after tsup. Leaves in dist: <stage>.zip, which Lambda runs; <stage>.maps.zip, its source maps;
// <stage>.sbom.json, what it is made of. Fails when the zip is too large or does not work.
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { billOfMaterials } from "./bill-of-materials.ts";
import { readBundle } from "./bundle-folder.ts";
import { bundledPackages } from "./bundled-packages.ts";
import { smokeTest } from "./smoke-test.ts";
import { budgetProblem, zipBudgets } from "./zip-budget.ts";
import { writeZip } from "./zip-writer.ts";

const stage = basename(process.cwd());
const bundleFolder = join("dist", "bundle");
const file = join("dist", `${stage}.zip`);

const { code, maps } = readBundle(bundleFolder);
// What Lambda imports, Node reads twice more before it runs: for ES module syntax, and for the names of its exports.
const entry = {
  path: "index.js",
  bytes: Buffer.from('exports.handler=require("./stage.js").handler;\n'),
};
const zip = await writeZip([entry, ...code]);
const sha256 = createHash("sha256").update(zip).digest("hex");
const { version, license } = JSON.parse(readFileSync("package.json", "utf8"));
const packages = bundledPackages(
  maps.map(({ bytes }) => bytes.toString("utf8")),
  bundleFolder,
);

const problems = [budgetProblem(stage, zip.length)].filter((problem) => problem !== undefined);
for (const complaint of await smokeTest(zip, JSON.parse(readFileSync("smoke.json", "utf8"))))
  problems.push(`${file} does not work. ${complaint}`);
writeFileSync(join("dist", `${stage}.maps.zip`), await writeZip(maps));
writeFileSync(
  join("dist", `${stage}.sbom.json`),
  billOfMaterials({ stage, version, license, sha256 }, packages),
);
// A zip that may not run is not left behind for someone to upload.
if (problems.length === 0) writeFileSync(file, zip);
else rmSync(file, { force: true });

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;
console.log(
  `${file}: ${kilobytes(zip.length)} of ${kilobytes(zipBudgets[stage] ?? 0)}, ${packages.length} packages, sha256 ${sha256}`,
);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
