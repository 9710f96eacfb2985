// Builds the four zips twice from scratch, as two fresh clones in different folders, time zones and locales would, and
// compares their digests.
import { equal } from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { cloneRepository, install, digestOfZip, pnpm, stages } from "./fresh-clone.ts";

const root = await mkdtemp(join(tmpdir(), "verify-zips-"));
try {
  const first = join(root, "clone");
  const second = join(root, "another folder", "deeper", "klón");
  await cloneRepository(first);
  await cp(first, second, { recursive: true });

  const digests = await build(first, { TZ: "Asia/Tokyo", LANG: "C" });
  const again = await build(second, { TZ: "America/New_York", LANG: "tr_TR.UTF-8" });
  for (const [stage, digest] of digests) {
    equal(again.get(stage), digest, `${stage}.zip differs between two builds of the same sources`);
    console.log(`${stage}.zip: ${digest} in both folders`);
  }
} finally {
  await rm(root, { recursive: true, force: true });
}

async function build(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Map<string, string>> {
  await install(folder);
  // --force: no cache of another folder may stand in for a build.
  await pnpm(folder, ["exec", "turbo", "run", "build", "--force"], environment);
  const digests = new Map<string, string>();
  for (const stage of stages) digests.set(stage, await digestOfZip(folder, stage));
  return digests;
}
