import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
/** Packages whose tests read the template, which is no file of theirs. */
const readers = ["local-stack", "cli", "simulation", "deploy-commands", "bench"];

test.each(readers)("the tests of %s run again when the template changes", (reader) => {
  const dry = execFileSync(
    "turbo",
    ["run", "test", `--filter=@reddit-crawler/${reader}`, "--only", "--dry=json"],
    { cwd: repository, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  const { tasks }: { tasks: { taskId: string; inputs: Record<string, string> }[] } =
    JSON.parse(dry);
  const own = tasks.find(({ taskId }) => taskId === `@reddit-crawler/${reader}#test`);
  expect(Object.keys(own?.inputs ?? {})).toEqual(
    expect.arrayContaining(["../../infra/template.yaml"]),
  );
});
