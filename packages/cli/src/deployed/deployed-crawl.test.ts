import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import openApi from "@reddit-crawler/message-schema/openapi.json" with { type: "json" };
import { archivedPost } from "@reddit-crawler/replay-reddit/archive/archived-post";
import { demoListing } from "@reddit-crawler/replay-reddit/listing/demo-listing";
import { startReplay, type Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { readOrder } from "../program/read-order.ts";
import { startPipeline, type LocalPipeline } from "../pipeline/pipeline.ts";
import { startFakeAws, type FakeAws } from "../testing/fake-aws.ts";
import { recordedOutput } from "../testing/recorded-output.ts";
import { runCommand } from "../testing/run-command.ts";
import { startSignedGateway, type SignedGateway } from "../testing/signed-gateway.ts";
import { crawlClient } from "./crawl-client.ts";
import { describeStack } from "./describe-stack.ts";
import { runDeployed, showDeployed } from "./run-deployed.ts";

const limit = 12;
const signal = new AbortController().signal;

/** Posts of the replay's listing, as a dump has them. */
const dumpOf = (count: number) =>
  demoListing()
    .slice(0, count)
    .map(({ post }) => JSON.stringify(archivedPost(post, post.created_utc + 2_600_000)))
    .join("\n");

describe("a crawl of a deployed stack, which this machine plays", { timeout: 120_000 }, () => {
  let folder: string;
  let replay: Replay;
  let pipeline: LocalPipeline;
  let gateway: SignedGateway;
  let aws: FakeAws;
  const printed: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "deployed-crawl-"));
    replay = await startReplay({ workDir: join(folder, "replay") });
    pipeline = await startPipeline({
      settings: demoSettings,
      folder: join(folder, "stack"),
      network: { ...replay.environment() },
      onLog: () => {},
      onEvent: () => {},
    });
    gateway = await startSignedGateway(pipeline.apiUrl, "AKIDEXAMPLE");
    aws = await startFakeAws({
      ApiUrl: gateway.url,
      PostQueueUrl: "http://127.0.0.1/posts",
      PostDeadLetterQueueUrl: "http://127.0.0.1/dead",
    });
    for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await aws?.stop();
    await gateway?.stop();
    await pipeline?.stop();
    await replay?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("is ordered, followed to its end and downloaded over its HTTP API alone", async () => {
    const stack = await describeStack("demo");
    const downloadTo = join(folder, "pictures");
    const order = { subreddit: "aww", sort_method: "top", time_filter: "day", limit };
    const output = recordedOutput(printed);
    expect(
      await runDeployed({ stack, order, output, downloadTo, signal }),
      printed.join("\n"),
    ).toBe(0);
    expect(printed.join("\n")).toContain(`${limit} posts of r/aww`);

    const files = (await readdir(downloadTo, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() && !/\.(?:json|html)$/.test(entry.name),
    );
    const digests = await Promise.all(
      files.map(async ({ parentPath, name }) =>
        createHash("sha256")
          .update(await readFile(join(parentPath, name)))
          .digest("hex"),
      ),
    );
    const expected = (await replay.expected(limit)).flatMap(({ pictures }) => pictures);
    expect(digests.toSorted()).toEqual(expected.map(({ sha256 }) => sha256).toSorted());
  });

  test("is listed, and shown again without downloading anything", async () => {
    const stack = await describeStack("demo");
    const newest = async () => (await crawlClient(stack.apiUrl, stack.send).newest(1))[0];
    // The list knows of a crawl's end once that is announced, some seconds behind its last post.
    await expect
      .poll(newest, { timeout: 60_000 })
      .toMatchObject({ state: "finished", subreddit: "aww", posts_listed: limit });
    const crawlId = (await newest())?.crawl_id ?? "";
    const output = recordedOutput(printed);
    expect(await showDeployed({ stack, crawlId, output, downloadTo: undefined, signal })).toBe(0);
    expect(printed.at(-1)).toContain("--download");
  });

  test("leaves out what the person does not want, and says why", async () => {
    const stack = await describeStack("demo");
    const wanted = { min_score: 1_000_000_000 };
    const order = { subreddit: "aww", sort_method: "top", time_filter: "day", limit, ...wanted };
    const output = recordedOutput(printed);
    const run = { stack, order, output, downloadTo: undefined, signal };
    expect(await runDeployed(run), printed.join("\n")).toBe(0);
    const [newest] = await crawlClient(stack.apiUrl, stack.send).newest(1);
    const status = await crawlClient(stack.apiUrl, stack.send).status(newest?.crawl_id ?? "");
    expect(status).toMatchObject({
      state: "finished",
      filters: wanted,
      posts: { listed: limit, filtered: limit },
      reasons: { "score-too-low": limit },
    });
  });

  test("is ordered, listed, shown, downloaded and retried by the command line, in signed requests", async () => {
    const run = async (words: readonly string[]) => {
      const { code, stdout, stderr } = await runCommand(words, aws.environment);
      expect(code, stderr).toBe(0);
      expect(stderr).not.toMatch(/^ +at /m);
      return JSON.parse(stdout);
    };
    const there = ["--stack", "demo", "--json"];
    const filters = { media_hosts: ["reddit"], nsfw: false, spoilers: false };
    const flags = ["--hosts", "reddit", "--no-nsfw", "--no-spoilers", "--limit", "100"];
    const out = join(folder, "by-command");
    const before = gateway.passed.length;
    const ordered = await run(["crawl", "aww", ...flags, "--download", "--out", out, ...there]);
    expect(ordered).toMatchObject({ state: "finished", limit: 100, filters, folder: out });
    expect(ordered.posts.filtered).toBeGreaterThan(1);
    expect(Object.keys(ordered.reasons)).toEqual(
      expect.arrayContaining(["nsfw", "spoiler", "host-not-enabled"]),
    );
    const picturesIn = async (where: string) =>
      (await readdir(where, { recursive: true }))
        // Reddit's copy of a picture that an earlier crawl has from its host has a name of its own.
        .filter((name) => /^aww\/\w+\/\d\d[.-]/.test(name))
        .toSorted();
    const kept = await picturesIn(out);
    expect(kept).toHaveLength(ordered.pictures.stored + ordered.pictures.duplicate);

    const id = ordered.crawl_id;
    const { crawls } = await run(["crawl", "list", "--limit", "1", "--stack", "demo", "--json"]);
    expect(crawls).toMatchObject([{ crawl_id: id }]);
    const named = join(folder, "named");
    // oxfmt-ignore
    const shown = await run(["crawl", "show", id, "--download", "--name", "{title:20} {id}-{nn}.{ext}", "--sidecar", "--out", named, ...there]);
    expect(shown).toMatchObject({ crawl_id: id, bytes: ordered.bytes, filters, folder: named });
    const files = (await readdir(named)).filter((name) => /(?:^| )\w+-\d\d[-\w]*\.\w+$/.test(name));
    expect(files).toHaveLength(kept.length);
    expect(await readdir(named)).toEqual(
      expect.arrayContaining(files.map((name) => `${name}.json`)),
    );
    const retried = await run(["crawl", "retry", id, "--stack", "demo", "--json"]);
    expect(retried).toEqual({ crawl_id: id, given_back: 0, failed: 0 });
    const unknown = ["crawl", "show", "01KAR7Q8Z4M3XWQ0V5T9B2C6DE", "--stack", "demo"];
    const { code, stderr } = await runCommand(unknown, aws.environment);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^The API refused .404.: There is/)]);
    const passed = gateway.passed.slice(before);
    expect(passed[0]).toBe("POST /crawls");
    expect(passed).toEqual(
      expect.arrayContaining(["GET /crawls", `GET /crawls/${id}`, `GET /crawls/${id}/posts`]),
    );
    expect((await fetch(`${gateway.url}/crawls`)).status, "what is not signed").toBe(403);
  });

  test("is one of several that one command orders, of names of its own and of a file", async () => {
    const names = join(folder, "names.txt");
    await writeFile(names, "cats # both\nr/replaycats\n");
    const out = join(folder, "by-names");
    // oxfmt-ignore
    const words = ["crawl", "aww", "--names", names, "--limit", "2", "--stack", "demo", "--download", "--out", out, "--json"];
    const { code, stdout, stderr } = await runCommand(words, aws.environment);
    expect(code, stderr).toBe(0);
    const results: { address: string; state: string; limit: number }[] = JSON.parse(stdout);
    expect(
      results.map(({ address, state, limit }) => [address.toLowerCase(), state, limit]),
    ).toEqual([
      ["r/aww", "finished", 2],
      ["r/cats", "finished", 2],
      ["r/replaycats", "finished", 2],
    ]);
    expect(await readdir(out)).toEqual(expect.arrayContaining(["aww", "cats"]));
  });

  test("is answered as the API's description says, on every route", async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(openApi, "api");
    const ask = async (path: string, init?: RequestInit) => {
      const response = await fetch(`${pipeline.apiUrl}${path}`, init);
      return {
        status: response.status,
        body: (await response.json()) as { crawls?: { crawl_id: string }[] },
      };
    };
    const list = await ask("/crawls");
    const id = list.body.crawls?.[0]?.crawl_id ?? "";
    const answers = {
      CrawlList: list,
      CrawlStatus: await ask(`/crawls/${id}`),
      CrawlPosts: await ask(`/crawls/${id}/posts?limit=5`),
      CreatedCrawl: await ask("/crawls", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"subreddit":"aww","limit":1}',
      }),
      Problem: await ask("/crawls?limit=0"),
    };
    for (const [name, { body }] of Object.entries(answers)) {
      const validate = ajv.compile({ $ref: `api#/components/schemas/${name}` });
      expect(validate(body) ? [] : validate.errors, name).toEqual([]);
    }
    expect(Object.values(answers).map(({ status }) => status)).toEqual([200, 200, 200, 201, 400]);
  });

  test("reads a file, which is uploaded to the stack's bucket first", async () => {
    const stack = { ...(await describeStack("demo")), imports: () => pipeline.imports };
    const from = join(folder, "dump.jsonl.gz");
    await writeFile(from, gzipSync(dumpOf(limit)));
    const order = readOrder("all", { from, limit, nsfw: true, spoilers: true });
    const words: string[] = [];
    const output = recordedOutput(words);
    const run = { stack, order, from, output, downloadTo: undefined, signal };
    expect(await runDeployed(run), words.join("\n")).toBe(0);
    expect(words.join("\n")).toContain(`${limit} posts of every subreddit`);
    expect(words.join("\n")).toContain("Read from a file, as of ");
  });
});
