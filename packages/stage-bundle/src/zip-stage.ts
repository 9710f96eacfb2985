#!/usr/bin/env node
// Run in a stage's folder after tsup: packs dist/bundle/index.js as dist/<stage>.zip and prints its size and digest.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { writeZip } from "./zip-writer.ts";

const stage = basename(process.cwd());
const zip = writeZip([
  { path: "index.js", bytes: readFileSync(join("dist", "bundle", "index.js")) },
]);
const file = join("dist", `${stage}.zip`);
writeFileSync(file, zip);
const digest = createHash("sha256").update(zip).digest("hex");
console.log(`${file}: ${(zip.length / 1000).toFixed(1)} KB, sha256 ${digest}`);
