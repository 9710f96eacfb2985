import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { readArtifact, uploadArtifacts } from "./stage-artifact.ts";

let folder: string;
const files = () => {
  const fileOf = (name: string) => pathToFileURL(join(folder, name));
  return {
    zip: fileOf("balancer.zip"),
    maps: fileOf("balancer.maps.zip"),
    sbom: fileOf("balancer.sbom.json"),
  };
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "upload-stages-"));
  for (const ending of [".zip", ".maps.zip", ".sbom.json"])
    await writeFile(join(folder, `balancer${ending}`), `bytes of ${ending}`);
});
afterAll(() => rm(folder, { recursive: true }));

function bucket() {
  const keys: string[] = [];
  const lines: string[] = [];
  const store = {
    put: async ({ key }: { key: string }) => !keys.includes(key) && keys.push(key) > 0,
    has: async (key: string) => keys.includes(key),
    urlOf: async (key: string) => key,
  };
  return { keys, lines, store, print: (line: string) => void lines.push(line) };
}

// SHA-256 of the text "bytes of .zip".
const name = "balancer/f3ef751eab220f8bdb1ca7866249642c02218468c9b8deaa7237b4c8a3e5a17e";

describe("an upload", () => {
  test("puts maps and bill beside the zip, whose digest names all three, and the zip last", async () => {
    const artifact = await readArtifact("balancer", files());
    const { keys, store, print, lines } = bucket();
    await uploadArtifacts([artifact], store, print);
    expect(keys).toEqual([`${name}.maps.zip`, `${name}.sbom.json`, `${name}.zip`]);
    expect(lines).toEqual([`${artifact.key}: uploaded`]);
  });

  test("of the same zip again puts nothing", async () => {
    const artifact = await readArtifact("balancer", files());
    const { keys, store, print, lines } = bucket();
    await uploadArtifacts([artifact, artifact], store, print);
    expect(keys).toHaveLength(3);
    expect(lines).toEqual([`${artifact.key}: uploaded`, `${artifact.key}: was there already`]);
  });

  test("of a stage that is not built says how to build it", async () => {
    const nowhere = new URL("file:///nowhere.zip");
    const missing = { zip: nowhere, maps: nowhere, sbom: nowhere };
    await expect(readArtifact("api-endpoint", missing)).rejects.toThrow(
      "npx -y pnpm@12 --filter api-endpoint build",
    );
  });
});
