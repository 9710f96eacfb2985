// Runs yesterday's stages beside today's: each stage's old zip with the three new ones, so that every neighbouring pair meets
// old -> new and new -> old, on today's template; an article-loader from before the crawl queue gets its old way in. Old is
// a revision of git: `verify:neighbours [revision]`, by itself the one in which the contracts were last released. Where the
// history is not there it says so, loudly, and passes.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type * as messageSchema from "@reddit-crawler/message-schema";

import { deviations } from "./crawl-outcome.ts";
import { digestOfZip, pnpm, repository, stages, zipOf } from "./fresh-clone.ts";
import { crawlWith } from "./neighbour-run.ts";
import { checkOut, findOldRevision } from "./old-revision.ts";
import { templateForOldLoader } from "./old-trigger.ts";

const revision = await findOldRevision(process.argv[2]);
if (revision.kind === "missing") {
  console.log(`!!! SKIPPED: ${revision.reason}, so that NO old stage ran beside the new ones.`);
  process.exit(process.argv[2] === undefined ? 0 : 1);
}
console.log(`old: ${revision.commit.slice(0, 7)} ${revision.title}`);

const work = await mkdtemp(join(tmpdir(), "verify-neighbours-"));
try {
  // The crawls' replays draw the same pictures.
  process.env["REPLAY_DRAWINGS"] = await mkdtemp(join(work, "drawings-"));
  const oldFolder = join(work, "old");
  await checkOut(revision.commit, oldFolder);
  // Not frozen: a lock file of back then that misses something can no longer be mended.
  await pnpm(oldFolder, ["install", "--no-frozen-lockfile", "--prefer-offline"]);
  await pnpm(oldFolder, ["exec", "turbo", "run", "build"]);

  const { postRecordSchema }: typeof messageSchema = await import(
    pathToFileURL(join(oldFolder, "packages/message-schema/src/index.ts")).href
  );
  const templateOfOldLoader = await templateForOldLoader(repository, oldFolder, work);
  const crawl = (name: string, folderOf: (stage: string) => string) =>
    crawlWith({
      folder: join(work, name),
      templatePath: folderOf("article-loader") === oldFolder ? templateOfOldLoader : undefined,
      zips: Object.fromEntries(stages.map((stage) => [stage, zipOf(folderOf(stage), stage)])),
      read: (record) => postRecordSchema.parse(record),
    });

  const allNew = await crawl("all-new", () => repository);
  const allOld = await crawl("all-old", () => oldFolder);
  const changed = deviations(allOld, [allNew]);
  console.log(`all new, all old: ${allNew.size} posts, ${changed.length} of them with another end`);
  // A stage may do better than it did; then a mixed run may end a post like either version.
  for (const difference of changed) console.log(`  ${difference}`);

  const problems: string[] = [];
  for (const stage of stages) {
    const sentence = `the old ${stage} with the three new stages`;
    if ((await digestOfZip(oldFolder, stage)) === (await digestOfZip(repository, stage))) {
      console.log(`${sentence}: its zip has not changed`);
      continue;
    }
    const found = await crawl(stage, (one) => (one === stage ? oldFolder : repository)).then(
      (outcome) => deviations(outcome, [allNew, allOld]),
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    );
    console.log(`${sentence}: ${found.length === 0 ? "the same files and records" : "FAILED"}`);
    problems.push(...found.map((problem) => `${sentence}: ${problem}`));
  }
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    console.error(
      "Stages are deployed one by one, so that each has to understand its neighbours as they were. " +
        "packages/message-schema/README.md says how a message changes without breaking them.",
    );
    process.exitCode = 1;
  }
} finally {
  await rm(work, { recursive: true, force: true });
}
