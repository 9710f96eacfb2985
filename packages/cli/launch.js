// @ts-check
// The commands of this repository: the built program, once it is as new as its sources.
import { ensureBuilt } from "../stage-bundle/src/ensure-built.js";

process.exitCode = await ensureBuilt(process.cwd());
if (process.exitCode === 0) {
  process.exitCode = undefined;
  // Written by the build, so that it is not there for whoever checks types first.
  const program = "./dist/reddit-crawler.mjs";
  await import(program);
}
