import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { answerSchemas } from "@reddit-crawler/message-schema/http-api/answer-schemas";
import { queuedStatus } from "@reddit-crawler/crawl-status/crawl-status";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";

import { recordedOutput } from "../testing/recorded-output.ts";
import { startFakeAws, type FakeAws } from "../testing/fake-aws.ts";
import { describeStack, type DeployedStack } from "./describe-stack.ts";
import { followDeployed } from "./follow-deployed.ts";
import { runDeployed } from "./run-deployed.ts";
import { retryDeployed } from "./retry-deployed.ts";

const { crawlId } = contracts["crawl-request"].examples[0]!;
const outputs = {
  ApiUrl: "https://api.test",
  PostQueueUrl: "https://sqs.eu-central-1.amazonaws.com/123456789012/posts",
  PostDeadLetterQueueUrl: "https://sqs.eu-central-1.amazonaws.com/123456789012/dead",
};

let aws: FakeAws | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws?.stop();
});

const letter = { ...contracts["post-message"].examples[0]!, crawlId };

async function deployed(deadLetters = 0, has: Record<string, string> = outputs) {
  aws = await startFakeAws(has, deadLetters, JSON.stringify(letter));
  for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
  return aws;
}

describe("looking up a deployed stack", () => {
  test("finds its API and its dead-letter queue", async () => {
    await deployed();
    expect(await describeStack("demo")).toMatchObject({
      name: "demo",
      region: "eu-central-1",
      apiUrl: outputs.ApiUrl,
      deadLetterQueueUrl: outputs.PostDeadLetterQueueUrl,
      mediaHosts: "reddit,imgur",
    });
  });

  test("says what to do when there is none of that name", async () => {
    await deployed();
    await expect(describeStack("nope")).rejects.toThrow(
      /The stack nope could not be looked up\. There is none of that name.*AWS_REGION/,
    );
  });

  test("says what is missing when it is another kind of stack", async () => {
    await deployed(0, { WebsiteUrl: "https://x.test" });
    await expect(describeStack("demo")).rejects.toThrow("The stack demo has no output ApiUrl");
  });
});

describe("ordering a crawl of a deployed stack", () => {
  const order = { subreddit: "mini", sort_method: "top", time_filter: "day", limit: 1 };
  async function ordered(hosts: ("redgifs" | "reddit" | "all")[]) {
    await deployed();
    const send = async () => Promise.reject(new Error("ordered"));
    await runDeployed({
      order: { ...order, media_hosts: hosts },
      stack: { ...(await describeStack("demo")), send },
      output: recordedOutput(),
      downloadTo: undefined,
      signal: new AbortController().signal,
    });
  }

  test("is refused where it asks for a host that the stack does not open", async () => {
    await expect(ordered(["redgifs", "reddit"])).rejects.toThrow(
      'The stack demo does not open redgifs: its parameter MediaHosts is "reddit,imgur".',
    );
  });

  test.each([[["reddit"]], [["all"]]] as const)("takes %j", async (hosts) => {
    await expect(ordered([...hosts])).rejects.toThrow("ordered");
  });
});

describe("retrying what a deployed stack gave up", () => {
  const status = { ...queuedStatus(crawlId, 0), posts_url: "https://api.test/posts" };
  const failed = { ...status, posts: { ...status.posts, failed: 2 } };
  const stack = async (): Promise<DeployedStack> => ({
    ...(await describeStack("demo")),
    send: async () => ({ status: 200, body: JSON.stringify(failed) }),
  });

  test.each([
    [
      1,
      [
        "ReceiveMessage dead",
        "GetQueueAttributes dead",
        "GetQueueAttributes posts",
        "StartMessageMoveTask dead to posts",
      ],
      new RegExp(`  ${letter.post.title}  ${letter.post.permalink},1 post of all crawls redriven`),
    ],
    [0, ["ReceiveMessage dead", "GetQueueAttributes dead"], /^No post waits/],
  ])("with %i dead letters asks for %j", async (deadLetters, actions, words) => {
    const { actions: asked } = await deployed(deadLetters);
    const printed: string[] = [];
    await retryDeployed(crawlId, await stack(), recordedOutput(printed));
    expect(asked).toEqual(actions);
    expect(printed.join()).toMatch(words);
  });
});

describe("following a crawl of a deployed stack", () => {
  const status = z.parse(answerSchemas.CrawlStatus, {
    ...queuedStatus(crawlId, 0),
    posts_url: "https://api.test/posts",
  });

  test("ends when it is finished, and says when nothing has changed for long", async () => {
    const states = ["queued", "listing", "downloading", "finished"] as const;
    let poll = 0;
    const waits: unknown[] = [];
    const end = await followDeployed(crawlId, {
      client: {
        status: async () => ({ ...status, state: states[poll] ?? "finished" }),
        posts: async function* () {},
        newest: async () => [],
      },
      watch: { show: (_status, { wait }) => void waits.push(wait?.reason), waited: () => {} },
      nextPoll: async () => void (poll += 1),
      now: () => poll * 11 * 60_000,
    });
    expect(end.state).toBe("finished");
    const silent = "Nothing has changed for";
    expect(waits).toEqual([undefined, undefined, silent, undefined]);
  });

  test("says why Reddit makes it wait, counted down, and what it still grants", async () => {
    const waiting = { reason: "reddit-asks-to-wait", until: new Date(37_000).toISOString() };
    const polls: unknown[] = [];
    const waits: number[] = [];
    let poll = 0;
    await followDeployed(crawlId, {
      client: {
        status: async () =>
          poll < 3
            ? { ...status, state: "listing", waiting, reddit_budget: 0.4 }
            : { ...status, state: "finished" },
        posts: async function* () {},
        newest: async () => [],
      },
      watch: {
        show: (_status, { wait, redditBudget }) => void polls.push([wait?.seconds, redditBudget]),
        waited: (ms) => void waits.push(ms),
      },
      nextPoll: async () => void (poll += 1),
      now: () => poll * 30_000,
    });
    expect(polls).toEqual([
      [37, 0.4],
      [7, 0.4],
      [undefined, 0.4],
      [undefined, undefined],
    ]);
    expect(waits).toEqual([37_000]);
  });

  test("ends when it has stalled and nothing comes after all", async () => {
    const stalled = {
      ...status,
      state: "downloading",
      stalled_since: status.requested_at,
    } as const;
    let poll = 0;
    const end = await followDeployed(crawlId, {
      client: { status: async () => stalled, posts: async function* () {}, newest: async () => [] },
      watch: { show: () => {}, waited: () => {} },
      nextPoll: async () => void (poll += 1),
      now: () => 9_000_000 + poll * 30_000,
    });
    expect(end).toMatchObject({ state: "downloading", stalled_since: status.requested_at });
    expect(poll).toBe(5);
  });
});
