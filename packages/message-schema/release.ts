// Declares the current contracts released: copies each schema with its examples to released/, which later changes are
// compared with. Run it once every stage that reads or writes them is deployed. Refuses what breaks the last release.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

import { breakingChanges } from "./src/compatibility/breaking-changes.ts";
import { jsonSchemaOf } from "./src/compatibility/json-schema.ts";
import { contracts } from "./src/contracts/contracts.ts";

const problems: string[] = [];
for (const [name, { schema, examples }] of Object.entries(contracts)) {
  const file = new URL(`released/${name}.json`, import.meta.url);
  const released = { schema: jsonSchemaOf(schema), examples };
  const before = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).schema : {};
  const breaking = existsSync(file) ? breakingChanges(before, released.schema) : [];
  for (const { path, change, remedy } of breaking)
    problems.push(`${name}: ${path} ${change}. ${remedy}`);
  if (breaking.length === 0) writeFileSync(file, `${JSON.stringify(released, undefined, 2)}\n`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
