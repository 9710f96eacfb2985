import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { expect, onTestFinished, test } from "vitest";

import { startLoopbackFauxqs } from "./loopback-fauxqs.ts";
import { sqsCall } from "./sqs-call.ts";

test("fauxqs answers this process, and nobody who finds its port", async () => {
  const s3Folder = await temporaryFolder();
  const { fauxqs, fastify } = await startLoopbackFauxqs({ region: "us-east-1", s3Folder });
  onTestFinished(() => fauxqs.stop());
  fauxqs.createQueue("posts");
  expect(await sqsCall(fastify, "ListQueues", {})).toHaveProperty("QueueUrls");
  const answer = await fetch(`http://127.0.0.1:${fauxqs.port}/`, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AmazonSQS.ListQueues",
    },
    body: "{}",
  });
  expect(answer.status).toBe(403);
});
