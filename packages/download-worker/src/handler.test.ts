import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { awsWorld } from "./adapters/aws-world.ts";
import { createHandler } from "./handler.ts";
import { downloadJob, fakeWorker, link, postMessage } from "./testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";
import { workerEnvironment } from "./testing/worker-environment.ts";

const context = { getRemainingTimeInMillis: () => 60_000 };
const url = "https://i.redd.it/cat.jpg";
const job = downloadJob(postMessage([link(1, url)]));

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
});
afterEach(() => vi.restoreAllMocks());

test("a job in, a stored picture and a deleted message out", async () => {
  const worker = fakeWorker({ [url]: samplePicture("jpg") });
  const handler = createHandler(workerEnvironment, () => worker.world);
  expect(await handler(job, context)).toEqual({ end: "decided" });
  expect(worker.effects.at(0)).toBe("put media/aww/1abc/01.jpg");
  expect(worker.effects.at(-1)).toBe("delete message");
});

test("every line names the crawl's trace and the invocation", async () => {
  const traceId = "1-5759e988-bd862e3fe1be46a994272793";
  const worker = fakeWorker({ [url]: samplePicture("jpg") });
  const handler = createHandler(workerEnvironment, () => worker.world);
  const message = { ...job.message, traceId };
  await handler({ ...job, message }, { ...context, awsRequestId: "r1" });
  expect(worker.lines.length).toBeGreaterThan(0);
  for (const line of worker.lines)
    expect(JSON.parse(line)).toMatchObject({ function_request_id: "r1", xray_trace_id: traceId });
});

test("the largest picture is the environment's", async () => {
  const worker = fakeWorker({ [url]: samplePicture("jpg", 1001) });
  const handler = createHandler({ ...workerEnvironment, MAX_PICTURE_BYTES: "1000" }, (config) => ({
    ...worker.world,
    maxPictureBytes: awsWorld(config).maxPictureBytes,
  }));
  await handler(job, context);
  expect(worker.ofCrawl()?.links).toMatchObject([{ outcome: "too-large" }]);
});

test("what is no job is logged and thrown, and its message is not touched", async () => {
  const worker = fakeWorker({});
  const handler = createHandler(workerEnvironment, () => worker.world);
  await expect(handler({ ...job, receiptHandle: undefined }, context)).rejects.toThrow(
    PermanentError,
  );
  expect(worker.lines.join()).toContain("poison-job");
  expect(worker.effects).toEqual([]);
});

test("any event ends in an answer or a PermanentError", async () => {
  const worker = fakeWorker({});
  const handler = createHandler(workerEnvironment, () => worker.world);
  const noisyJob = fc
    .tuple(fc.constantFrom(...Object.keys(job)), fc.jsonValue())
    .map((noise) => Object.assign({}, job, Object.fromEntries([noise])));
  const noisyMessage = fc
    .tuple(fc.constantFrom(...Object.keys(job.message)), fc.jsonValue())
    .map((noise) => Object.assign({}, job.message, Object.fromEntries([noise])))
    .map((message) => Object.assign({}, job, { message }));
  const endOf = async (event: unknown) => {
    try {
      return (await handler(event, context)).end;
    } catch (error) {
      return error instanceof PermanentError ? "refused" : error;
    }
  };
  const ends: unknown[] = ["decided", "retried", "given-up", "poison", "too-late", "refused"];
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.anything(), noisyJob, noisyMessage), async (event) => {
      expect(ends).toContain(await endOf(event));
    }),
  );
});

test.each(Object.keys(workerEnvironment).filter((name) => name !== "IMGUR_CLIENT_ID"))(
  "does not start without %s",
  (name) => {
    expect(() => createHandler({ ...workerEnvironment, [name]: undefined })).toThrow(name);
  },
);

test("starts with the way out to AWS and the internet", () => {
  expect(createHandler({ ...workerEnvironment, AWS_REGION: "eu-central-1" })).toBeTypeOf(
    "function",
  );
});
