import { postMessageSchema, type PostMessage } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { releasedContracts } from "@reddit-crawler/message-schema/contracts/released-contracts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createHandler } from "./handler.ts";
import { downloadJob, fakeWorker } from "./testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";
import { workerEnvironment } from "./testing/worker-environment.ts";

beforeEach(() => void vi.spyOn(process.stdout, "write").mockReturnValue(true));
afterEach(() => vi.restoreAllMocks());

const released = releasedContracts["post-message"].examples.map((example) =>
  postMessageSchema.parse(example),
);
/** What the article-loader sends and the balancer passes on: as it is built now, as deployed, and as a later one may. */
const messages: readonly (readonly [string, PostMessage])[] = [
  ...contracts["post-message"].examples.map((message) => ["of today's loader", message] as const),
  ...released.map((message) => ["of the release", message] as const),
  [
    "with more than this worker knows",
    Object.assign({}, contracts["post-message"].examples[0], { later: [1] }),
  ],
];
const jobs: readonly (readonly [string, unknown])[] = [
  ...messages.map(([which, message]) => [`a message ${which}`, downloadJob(message)] as const),
  ...contracts["download-job"].examples.map((job) => ["today's balancer's job", job] as const),
  ...releasedContracts["download-job"].examples.map((job) => ["the release's job", job] as const),
];

test.each(jobs)(
  "%s is decided: its pictures are stored and its message is deleted",
  async (_, job) => {
    const { message } = Object(job);
    const urls = postMessageSchema
      .parse(message)
      .links.flatMap(({ candidates }) => candidates.map(({ url }) => url));
    const worker = fakeWorker(Object.fromEntries(urls.map((url) => [url, samplePicture("jpg")])));
    const handler = createHandler(workerEnvironment, () => worker.world);
    const end = await handler(job, { getRemainingTimeInMillis: () => 60_000 });
    expect(end).toEqual({ end: "decided" });
    expect(worker.effects).toContain(`put media/aww/${message.post.id}/01.jpg`);
    expect(worker.effects.at(-1)).toBe("delete message");
  },
);
