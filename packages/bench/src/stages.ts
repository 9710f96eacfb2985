import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { tmpdir } from "node:os";

import { unzip } from "@reddit-crawler/stage-bundle/unzip";

/** The root of this repository. */
export const repositoryRoot = resolve(import.meta.dirname, "../../..");

/** The packages that become functions. */
export const stages = ["api-endpoint", "article-loader", "balancer", "download-worker"] as const;
export type Stage = (typeof stages)[number];

/** The zip that the stage's build left. */
export function zipOf(stage: Stage): string {
  return join(repositoryRoot, "packages", stage, "dist", `${stage}.zip`);
}

/** Runs `work` with the zips unpacked as Lambda does it, one handler file a stage, and removes them again. */
export async function withHandlers<Result>(
  work: (handlerOf: (stage: Stage) => string, folder: string) => Promise<Result>,
): Promise<Result> {
  // The same file system as the sources: what the machine keeps elsewhere in memory would read faster.
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    for (const stage of stages) await unzip(await readFile(zipOf(stage)), join(folder, stage));
    return await work((stage) => join(folder, stage, "index.js"), folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The environment of every function here: AWS at `endpoint`, and whatever the stages' configurations ask for. */
export function functionEnvironment(
  endpoint = "http://127.0.0.1:9",
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    TZ: ":UTC",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: "token",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_ENDPOINT_URL: endpoint,
    CRAWL_TOPIC_ARN: "arn:aws:sns:us-east-1:123456789012:crawls",
    CRAWL_QUEUE_URL: `${endpoint}/123456789012/crawls`,
    FINISHED_TOPIC_ARN: "arn:aws:sns:us-east-1:123456789012:finished",
    POST_QUEUE_URL: `${endpoint}/123456789012/posts`,
    WORKER_ENDS_QUEUE_URL: `${endpoint}/123456789012/worker-ends`,
    POST_DEAD_LETTER_QUEUE_URL: `${endpoint}/123456789012/dead-posts`,
    MEDIA_BUCKET: "media",
    MEDIA_HOSTS: "reddit,imgur",
    REDDIT_USER_AGENT: "linux:reddit-crawler-bench:1.0 (by /u/example)",
    USER_AGENT: "linux:reddit-crawler-bench:1.0 (by /u/example)",
    REDDIT_CREDENTIALS_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:reddit",
    REDDIT_REQUEST_DELAY_MS: "2000",
    DOWNLOAD_WORKER_FUNCTION: "download-worker",
    MAX_CONCURRENT_DOWNLOADS: "10",
    QUEUE_POLL_MS: "500",
    MESSAGE_VISIBILITY_TIMEOUT_SECONDS: "180",
    MAX_PICTURE_BYTES: "500000000",
    MAX_RECEIVE_COUNT: "6",
    END_CHECK_SECONDS: "20",
    IMGUR_CLIENT_ID: "",
    IMGUR_PAGE_ID: "on",
    LOG_LEVEL: "error",
    ...more,
  };
}
