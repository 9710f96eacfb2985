import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createCertificateAuthority } from "@reddit-crawler/replay-reddit/network/certificate-authority";
import {
  startInterceptingProxy,
  type InterceptingProxy,
} from "@reddit-crawler/replay-reddit/network/intercepting-proxy";
import { stageBundle } from "@reddit-crawler/stage-bundle/stage-bundle";
import { build, type Options } from "tsup";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { downloadJob, link, postMessage } from "./testing/fake-worker.ts";
import { startSink } from "./testing/s3-sink.ts";
import { workerEnvironment } from "./testing/worker-environment.ts";

/** Of 512 MB; a process that holds nothing but the bundle takes about 65. */
const mostMb = 160;
const block = Buffer.alloc(64 * 1024, 0x2e);

/** As Lambda starts Node for 512 MB: 5 % of the memory for the young generation, 90 % for the old one. */
const lambdaFlags = ["--expose-gc", "--max-semi-space-size=25", "--max-old-space-size=460"];

/** Sends a jpg of `bytes`, as fast as it is taken. */
function sendPicture(response: ServerResponse, bytes: number, declared: boolean): void {
  response.writeHead(200, declared ? { "content-length": bytes } : {});
  response.write(Buffer.from("ffd8ffe0", "hex"));
  let left = bytes - 6;
  const more = () => {
    let taken = true;
    while (left > 0 && taken) {
      const chunk = block.subarray(0, left);
      left -= chunk.length;
      taken = response.write(chunk);
    }
    if (left > 0) response.once("drain", more);
    else response.end(Buffer.from("ffd9", "hex"));
  };
  more();
}

/** Rejects when the process ends. */
async function endOf(child: ChildProcess): Promise<never> {
  const [code] = await once(child, "close");
  throw new Error(`The worker ended with status ${code} before it told anything`);
}

describe("the bundle in a process as Lambda starts it, over TLS", { timeout: 60_000 }, () => {
  let folder: string;
  let proxy: InterceptingProxy;
  let sink: Awaited<ReturnType<typeof startSink>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "worker-memory-"));
    const authority = await createCertificateAuthority();
    await writeFile(join(folder, "ca.pem"), authority.certificate);
    proxy = await startInterceptingProxy(authority, 0, ({ url, response }) => {
      const [, megabytes, mode] = /^\/(\d+)mb-(\w+)/.exec(url.pathname) ?? [];
      sendPicture(response, Number(megabytes) * 1_000_000, mode === "declared");
    });
    sink = await startSink();
    await build({ ...(stageBundle() as Options), outDir: folder, clean: false, config: false });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([proxy.stop(), sink.stop()]);
    await rm(folder, { recursive: true });
  });

  /** What `testing/measured-worker.js` tells of a post that links `urls`. */
  async function store(urls: readonly string[]): Promise<{ end: string; peakMb: number }> {
    const jobFile = join(folder, "job.json");
    const links = urls.map((url, index) => link(index + 1, url));
    await writeFile(jobFile, JSON.stringify(downloadJob(postMessage(links))));
    const child = fork(
      join(import.meta.dirname, "testing/measured-worker.js"),
      [join(folder, "stage.js"), jobFile],
      {
        execArgv: lambdaFlags,
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        env: {
          PATH: process.env["PATH"],
          ...workerEnvironment,
          AWS_ENDPOINT_URL: sink.url,
          AWS_REGION: "eu-central-1",
          AWS_ACCESS_KEY_ID: "key",
          AWS_SECRET_ACCESS_KEY: "secret",
          HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
          NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
          POST_QUEUE_URL: `${sink.url}/1/posts`,
          MEDIA_HOSTS: "reddit",
          LOG_LEVEL: "error",
        },
      },
    );
    const [measurement] = (await Promise.race([once(child, "message"), endOf(child)])) as [
      { end: string; peakMb: number },
    ];
    return measurement;
  }

  const pictures = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => `https://i.redd.it/${name}-${index}.jpg`);

  test.each([
    ["one picture of 200 MB", pictures(1, "200mb-declared")],
    ["one picture of 200 MB that declares no length", pictures(1, "200mb-chunked")],
    ["20 pictures of 10 MB", pictures(20, "10mb-declared")],
    ["four pictures of 50 MB at once", pictures(4, "50mb-chunked")],
  ])(`takes at most ${mostMb} MB for %s`, async (_what, urls) => {
    const { end, peakMb } = await store(urls);
    expect(end).toBe("decided");
    expect(peakMb).toBeGreaterThan(50);
    expect(peakMb).toBeLessThanOrEqual(mostMb);
  });
});
