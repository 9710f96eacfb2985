import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { once } from "node:events";
import {
  createServer,
  request as sendRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import type { StackEvent } from "@reddit-crawler/local-stack/stack-event";
import { startStack } from "@reddit-crawler/local-stack/start-stack";
import { changeTemplate } from "@reddit-crawler/local-stack/testing/change-template";
import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { demoCredentials } from "@reddit-crawler/replay-reddit/start-replay";
import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { expect, onTestFinished, test, vi } from "vitest";

import { orderCrawl } from "../pipeline/crawl-api.ts";
import { repositoryRoot } from "../testing/repository.ts";
import { speedUpLoader } from "../testing/fast-loader.ts";

const stages = {
  ApiEndpointArtifact: "api-endpoint",
  ArticleLoaderArtifact: "article-loader",
  BalancerArtifact: "balancer",
  DownloadWorkerArtifact: "download-worker",
};
const zips = Object.values(stages).map((stage) => [
  `${stage}.zip`,
  join(repositoryRoot, "packages", stage, "dist", `${stage}.zip`),
]);
const keys = Object.entries(stages).map(([parameter, stage]) => [parameter, `${stage}.zip`]);
const secretArn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:reddit-credentials";
const secret = { client_id: demoCredentials.clientId, client_secret: demoCredentials.clientSecret };
const order = { subreddit: "aww", sort_method: "top", time_filter: "day", limit: 3 };
const { attempts, answerMs } = awsClientLimits.articleLoader;
/** So much faster than others is the article-loader's clock. */
const speed = 4;
/** What one call to AWS takes at most. */
const limitMs = attempts * answerMs;
/** For Reddit, backoff and a busy machine; without a limit the loader would hang for all its 15 minutes. */
const slackMs = 25_000;

test(
  "an SQS that never answers holds the article-loader no longer than its limit, and the crawl then goes on",
  { timeout: 180_000 },
  async () => {
    const { folder, replay } = await temporaryReplay();
    const service = await startHungService();
    onTestFinished(service.stop);
    const events: StackEvent[] = [];
    const template = readTemplate();
    const variables = "Resources.ArticleLoaderFunction.Properties.Environment.Variables";
    changeTemplate(template, `${variables}.POST_QUEUE_URL`, {
      "Fn::Sub": `${service.url}/\${AWS::AccountId}/\${PostQueue.QueueName}`,
    });
    speedUpLoader(template, speed);
    const stack = await startStack({
      template,
      parameters: {
        ArtifactBucket: "artifacts",
        ...Object.fromEntries(keys),
        ApiAuthorization: "NONE",
        EndCheckSeconds: "2",
        RedditCredentialsSecretArn: secretArn,
      },
      artifacts: Object.fromEntries(zips),
      secrets: { [secretArn]: JSON.stringify(secret) },
      workDir: join(folder, "work"),
      network: { ...replay.environment() },
      onLog: () => {},
      onEvent: (event) => events.push(event),
    });
    onTestFinished(stack.stop);

    const crawlId = await orderCrawl(stack.outputs["ApiUrl"] ?? "", order);
    const end = await vi.waitUntil(
      () =>
        events.find(
          (event) =>
            (event.type === "failed" || event.type === "timed-out") &&
            event.function === "ArticleLoaderFunction",
        ),
      { timeout: limitMs + 2 * slackMs, interval: 100 },
    );
    const hung = service.passOnTo(stack.endpointUrl);
    expect(end).toMatchObject({ type: "failed", error: expect.stringMatching(/^RetryableError/) });
    expect("durationMs" in end && end.durationMs).toBeLessThan(limitMs + slackMs);
    expect(hung).toBe(attempts);

    const bucket = stack.objectsOf(stack.outputs["MediaBucketName"] ?? "");
    await vi.waitFor(
      async () => {
        expect(await bucket.get(`crawls/${crawlId}/finished.json`)).toBeDefined();
        expect(await bucket.keys(`crawls/${crawlId}/posts/`)).toHaveLength(order.limit);
      },
      { timeout: 90_000, interval: 200 },
    );
  },
);

/** A server on this machine that answers no request, until it passes all further ones on. */
async function startHungService() {
  let target: URL | undefined;
  let hung = 0;
  const server = createServer((request, response) => {
    if (target) return passOn(request, response, target);
    hung += 1;
    request.resume();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Passes requests on to `url` from now on. Returns how many got no answer. */
    passOnTo: (url: string) => {
      target = new URL(url);
      return hung;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function passOn(request: IncomingMessage, response: ServerResponse, { hostname, port, host }: URL) {
  const { method, url: path, headers } = request;
  const options = { hostname, port, path, method, headers: { ...headers, host } };
  const sent = sendRequest(options, (answer) => {
    answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers));
  });
  request.pipe(sent.on("error", () => response.destroy()));
}
