import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import openApi from "@reddit-crawler/api-endpoint/openapi.json" with { type: "json" };
import {
  demoCredentials,
  startReplay,
  type Replay,
} from "@reddit-crawler/replay-reddit/start-replay";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { startPipeline, type LocalPipeline } from "../pipeline.ts";
import { startFakeAws, type FakeAws } from "../testing/fake-aws.ts";
import { recordedOutput } from "../testing/recorded-output.ts";
import { crawlClient } from "./crawl-client.ts";
import { describeStack } from "./describe-stack.ts";
import { runDeployed, showDeployed } from "./run-deployed.ts";

const limit = 12;
const signal = new AbortController().signal;

describe("a crawl of a deployed stack, which this machine plays", { timeout: 120_000 }, () => {
  let folder: string;
  let replay: Replay;
  let pipeline: LocalPipeline;
  let aws: FakeAws;
  const printed: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "deployed-crawl-"));
    replay = await startReplay({ workDir: join(folder, "replay") });
    pipeline = await startPipeline({
      settings: {
        redditCredentials: demoCredentials,
        redditUserAgent: undefined,
        imgurClientId: "any",
      },
      folder: join(folder, "stack"),
      network: { ...replay.environment() },
      onLog: () => {},
      onEvent: () => {},
    });
    aws = await startFakeAws({
      ApiUrl: pipeline.apiUrl,
      PostDeadLetterQueueUrl: "http://127.0.0.1/dead",
    });
    for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await aws?.stop();
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
    const [newest] = await crawlClient(stack.apiUrl, stack.fetch).newest(1);
    expect(newest).toMatchObject({ state: "finished", subreddit: "aww", posts_listed: limit });
    const crawlId = newest?.crawl_id ?? "";
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
    const [newest] = await crawlClient(stack.apiUrl, stack.fetch).newest(1);
    const status = await crawlClient(stack.apiUrl, stack.fetch).status(newest?.crawl_id ?? "");
    expect(status).toMatchObject({
      state: "finished",
      filters: wanted,
      posts: { listed: limit, filtered: limit },
      reasons: { "score-too-low": limit },
    });
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
});
