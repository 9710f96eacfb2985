import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { at } from "@reddit-crawler/local-stack/template/template-parts";
import { expect, test } from "vitest";

import { readDeployment } from "./deployment.ts";

test("the numbers are those of the template", () => {
  const { Resources } = readTemplate();
  const deployment = readDeployment({
    MaxConcurrentDownloads: 3,
    ReserveConcurrency: true,
    ImgurClientId: "",
  });
  const queue = at(Resources, "PostQueue.Properties");
  expect(deployment.posts.visibilityTimeoutMs).toBe(Number(at(queue, "VisibilityTimeout")) * 1000);
  expect(deployment.posts.maxReceiveCount).toBe(at(queue, "RedrivePolicy.maxReceiveCount"));
  const crawlQueue = at(Resources, "CrawlQueue.Properties");
  expect(deployment.crawls).toEqual({
    visibilityTimeoutMs: Number(at(crawlQueue, "VisibilityTimeout")) * 1000,
    maxReceiveCount: at(crawlQueue, "RedrivePolicy.maxReceiveCount"),
    mostRuns: at(Resources, "ArticleLoaderMapping.Properties.ScalingConfig.MaximumConcurrency"),
  });
  expect(deployment.functions["download-worker"]).toMatchObject({
    timeoutMs: Number(at(Resources, "DownloadWorkerFunction.Properties.Timeout")) * 1000,
    reservedConcurrency: 3,
    retries: at(Resources, "DownloadWorkerInvocation.Properties.MaximumRetryAttempts"),
    environment: { MAX_RECEIVE_COUNT: String(deployment.posts.maxReceiveCount) },
  });
});

test("an account that can reserve nothing has no reservations", () => {
  const { functions } = readDeployment({
    MaxConcurrentDownloads: 3,
    ReserveConcurrency: false,
    ImgurClientId: "",
  });
  expect(Object.values(functions).map(({ reservedConcurrency }) => reservedConcurrency)).toEqual(
    Array(4).fill(undefined),
  );
});
