import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Command } from "commander";

import { demoCredentials, startReplay } from "./start-replay.ts";

const { listing, port, latencyReddit, latencyHosts } = new Command("replay-reddit")
  .description("Plays Reddit and the picture hosts as an HTTPS proxy on 127.0.0.1 until Ctrl-C.")
  .option("--listing <file>", "serve this recorded listing (JSON) in place of the built-in one")
  .option("--port <number>", "the proxy's port; a free one for 0", Number, 0)
  .option("--latency-reddit <ms>", "how long Reddit takes to answer", Number, 0)
  .option("--latency-hosts <ms>", "how long the picture hosts take to answer", Number, 0)
  // pnpm hands on the `--` that stands before the options.
  .parse(process.argv.filter((argument) => argument !== "--"))
  .opts<{ listing?: string; port: number; latencyReddit: number; latencyHosts: number }>();

const workDir = await mkdtemp(join(tmpdir(), "replay-reddit-"));
const replay = await startReplay({
  workDir,
  ...(listing !== undefined && { listing }),
  port,
  latency: { redditMs: latencyReddit, hostsMs: latencyHosts },
});
const environment = {
  ...replay.environment(),
  REDDIT_CLIENT_ID: demoCredentials.clientId,
  REDDIT_CLIENT_SECRET: demoCredentials.clientSecret,
};
for (const [name, value] of Object.entries(environment)) console.log(`export ${name}=${value}`);

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, async () => {
    await replay.stop();
    await rm(workDir, { recursive: true });
    const unexpected = replay.requests().filter((request) => request.unexpected).length;
    console.error(
      `${replay.requests().length} requests, ${unexpected} to hosts that are not played`,
    );
  });
