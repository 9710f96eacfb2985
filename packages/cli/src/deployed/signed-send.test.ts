import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, test } from "vitest";

import { signedSend } from "./signed-send.ts";

const secretAccessKey = "the-secret";
const hmac = (key: string | Buffer, data: string) =>
  createHmac("sha256", key).update(data).digest();
const sha256 = (data: string) => createHash("sha256").update(data).digest("hex");

/** The signature that AWS would compute for what arrived (Signature Version 4, written out). */
function expectedSignature(request: IncomingMessage, body: string): string {
  const [, scope = "", names = ""] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(request.headers.authorization ?? "") ??
    [];
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const headers = names.split(";").map((name) => `${name}:${String(request.headers[name])}\n`);
  const canonical = [
    request.method,
    path,
    query.split("&").toSorted().join("&"),
    headers.join(""),
    names,
    sha256(body),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, sha256(canonical)].join(
    "\n",
  );
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, toSign).toString("hex");
}

test.each([
  ["a GET with a query", "/crawls/01K/posts?limit=100&cursor=1abc", undefined],
  ["a POST with a body", "/crawls", '{"subreddit":"ü"}'],
])("%s arrives with the signature that AWS would compute", async (_, path, body) => {
  const arrived: { given: string | undefined; expected: string }[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const given = /Signature=(\w+)/.exec(request.headers.authorization ?? "")?.[1];
    arrived.push({ given, expected: expectedSignature(request, text) });
    response.writeHead(200, { connection: "close" }).end();
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const send = signedSend({
    region: "eu-central-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey, sessionToken: "session" },
  });
  const url = new URL(path, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await send(url, {
    ...(body !== undefined && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    }),
  });
  await new Promise((done) => server.close(done));
  expect(arrived).toHaveLength(1);
  expect(arrived[0]?.given).toBe(arrived[0]?.expected);
});
