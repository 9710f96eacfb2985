import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

import { S3Client } from "@aws-sdk/client-s3";
import { createLog } from "@reddit-crawler/function-runtime/log";
import { expect, onTestFinished, test } from "vitest";

import { createS3PictureStore, pictureBuffers } from "./s3-picture-store.ts";

/** An S3 that keeps nothing but the headers of what it was sent. */
async function startS3() {
  const requests: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers);
    request.resume().once("end", () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has this address
  const { port } = server.address() as AddressInfo;
  return { requests, endpoint: `http://127.0.0.1:${port}` };
}

test("a picture's one put is signed and checked by the digest that its download computed", async () => {
  const { requests, endpoint } = await startS3();
  const s3 = new S3Client({
    endpoint,
    forcePathStyle: true,
    region: "us-east-1",
    credentials: { accessKeyId: "id", secretAccessKey: "secret" },
  });
  const log = createLog({ service: "download-worker", write: () => {} });
  const picture = {
    key: "media/aww/1abc/01.jpg",
    contentType: "image/jpeg",
    postId: "1abc",
    crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
    sourceUrl: "https://i.redd.it/cat.jpg",
  };
  const store = createS3PictureStore(s3, "media", log, pictureBuffers());
  const upload = store.open(picture, new AbortController().signal);
  await upload.write(Buffer.from("cat"));
  // Of something else: nobody hashes the body once more.
  const digest = createHash("sha256").update("dog").digest();

  expect(await upload.complete(digest.toString("hex"))).toBe("created");
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({
    "x-amz-content-sha256": digest.toString("hex"),
    "x-amz-checksum-sha256": digest.toString("base64"),
    authorization: expect.stringContaining("x-amz-content-sha256"),
  });
  expect(requests[0]).not.toHaveProperty("x-amz-checksum-crc32");
});
