import { createServer, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";

import { uploadImport } from "./upload-import.ts";

let server: Server | undefined;
afterEach(() => void server?.close());

/** S3 as far as uploads need it; `statusOf` says how a request is answered. */
async function playS3(statusOf: (request: string) => number = () => 200) {
  const requests: string[] = [];
  const stored: Buffer[] = [];
  server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://s3");
    const part = searchParams.get("partNumber");
    const line = `${request.method} ${pathname}${part === null ? "" : ` part ${part}`}`;
    const body = await buffer(request);
    requests.push(line);
    const status = statusOf(line);
    if (request.method === "PUT" && status === 200) stored.push(body);
    const xml = searchParams.has("uploads")
      ? "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"
      : "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>";
    response
      .writeHead(status, { etag: `"e${part}"`, "content-type": "application/xml" })
      .end(status === 200 ? xml : "<Error><Code>AccessDenied</Code></Error>");
  });
  const listening = server;
  await new Promise<void>((done) => void listening.listen(0, "127.0.0.1", done));
  const address = listening.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
  const client = {
    endpoint: `http://127.0.0.1:${port}`,
    region: "eu-central-1",
    credentials,
    forcePathStyle: true,
  };
  return { target: { bucket: "media", client }, requests, stored };
}

async function* lines(...all: string[]) {
  yield* all;
}

test("a small import is one put, each line with its line feed", async () => {
  const { target, requests, stored } = await playS3();
  await uploadImport(target, "imports/a", lines("one", "two"));
  expect(requests).toEqual(["PUT /media/imports/a"]);
  expect(stored[0]?.toString()).toContain("one\ntwo\n");
});

test("a large one goes in parts, and is there once all are", async () => {
  const { target, requests, stored } = await playS3();
  await uploadImport(target, "imports/a", lines("x".repeat(9_000_000), "y".repeat(9_000_000), "z"));
  expect(requests).toEqual([
    "POST /media/imports/a",
    "PUT /media/imports/a part 1",
    "PUT /media/imports/a part 2",
    "PUT /media/imports/a part 3",
    "POST /media/imports/a",
  ]);
  expect(stored.map((bytes) => bytes.includes("z\n"))).toEqual([false, false, true]);
});

test("what cannot be read to its end leaves nothing", async () => {
  const { target, requests } = await playS3();
  const broken = async function* () {
    yield "x".repeat(9_000_000);
    throw new Error("damaged");
  };
  await expect(uploadImport(target, "imports/a", broken())).rejects.toThrow("damaged");
  expect(requests.at(-1)).toBe("DELETE /media/imports/a");
});

test("a denial says which permission is wanted", async () => {
  const { target } = await playS3(() => 403);
  await expect(uploadImport(target, "imports/a", lines("one"))).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringContaining("s3:PutObject on imports/* of the bucket media"),
  });
});
