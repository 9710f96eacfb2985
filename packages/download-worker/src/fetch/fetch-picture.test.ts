import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";

import { afterAll, beforeAll, expect, test } from "vitest";

import {
  chunks,
  drip,
  endless,
  raw,
  send,
  sendThen,
  type Behaviour,
} from "../testing/host-behaviours.ts";
import { loopbackHosts, maxPictureBytes } from "../testing/loopback-hosts.ts";
import {
  samplePicture,
  sampleExtensions,
} from "@reddit-crawler/function-runtime/testing/sample-pictures";

let hosts: Awaited<ReturnType<typeof loopbackHosts>>;
beforeAll(async () => {
  hosts = await loopbackHosts();
});
afterAll(() => hosts.close());

const jpg = samplePicture("jpg");
const stored = "jpg, 2000 bytes, 2000 stored";
const broken = Buffer.from(jpg.subarray(0, 1500));
const faults: [what: string, behaviour: Behaviour, outcome: string][] = [
  ["a picture", send(jpg), stored],
  ["a picture in chunks", chunks(jpg), stored],
  ["a picture that the connection's end ends", raw("HTTP/1.1 200 OK\r\n\r\n", jpg), stored],
  ["a whole picture as a range", send(jpg, { "content-range": "bytes 0-1999/2000" }, 206), stored],
  [
    "a part of a picture as a range",
    send(jpg, { "content-range": "bytes 0-1999/9000" }, 206),
    "later: truncated",
  ],
  [
    "a tail of a picture as a range",
    send(jpg, { "content-range": "bytes 7-2006/2007" }, 206),
    "later: truncated",
  ],
  ["bytes that come one by one", drip(samplePicture("gif", 60), 2), "gif, 60 bytes, 60 stored"],
  ["bytes that come too slowly", drip(jpg, 100), "later: total-timeout"],
  [
    "fewer bytes than declared",
    raw("HTTP/1.1 200 OK\r\ncontent-length: 3000\r\n\r\n", jpg),
    "later: connection-broken",
  ],
  [
    "more bytes than declared",
    raw("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n", jpg),
    "not-a-picture: cut-off",
  ],
  [
    "a declared length of nonsense",
    raw("HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n", jpg),
    "later: network",
  ],
  [
    "chunks without their end",
    raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7d0\r\n", jpg),
    "later: connection-broken",
  ],
  [
    "chunks of nonsense",
    raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n", jpg),
    "later: connection-broken",
  ],
  ["a cut picture in chunks that end as they should", chunks(broken), "later: truncated"],
  [
    "a cut picture that the connection's end ends",
    raw("HTTP/1.1 200 OK\r\n\r\n", broken),
    "later: truncated",
  ],
  [
    "a reset in the body",
    sendThen((r) => r.socket?.resetAndDestroy(), { "content-length": 2000 }),
    "later: connection-broken",
  ],
  [
    "a reset before the answer",
    (response) => void response.socket?.resetAndDestroy(),
    "later: connection-broken",
  ],
  [
    "a closed connection before the answer",
    (response) => void response.socket?.end(),
    "later: connection-broken",
  ],
  ["no answer", () => {}, "later: answer-timeout"],
  ["a body that stalls", sendThen(() => {}, { "content-length": 2000 }), "later: body-stalled"],
  ["chunks that stall", sendThen(() => {}, {}), "later: body-stalled"],
  ["an endless body", endless(), "too-large: sent-too-much"],
  [
    "an endless body behind a small declared length",
    endless({ "content-length": "2000" }),
    "not-a-picture: cut-off",
  ],
  [
    "a cut picture with the length that it has",
    send(jpg.subarray(0, 1500)),
    "not-a-picture: cut-off",
  ],
  [
    "a gif without its last byte, as many programs write it",
    send(samplePicture("gif").subarray(0, -1)),
    "gif, 1999 bytes, 1999 stored",
  ],
  [
    "a declared length above the cap",
    endless({ "content-length": "100001" }),
    "too-large: declared-too-large",
  ],
  [
    "a picture as large as the cap",
    send(samplePicture("png", maxPictureBytes)),
    "png, 100000 bytes, 100000 stored",
  ],
  [
    "a picture one byte above the cap, undeclared",
    chunks(samplePicture("png", maxPictureBytes + 1)),
    "too-large: sent-too-much",
  ],
  [
    "headers without end",
    (response) => void response.socket?.write(`HTTP/1.1 200 OK\r\nx: ${"x".repeat(100_000)}`),
    "later: network",
  ],
  ["what is not HTTP", raw("SSH-2.0-OpenSSH_9.6\r\n"), "later: network"],
  ["a zero-byte body", send(""), "not-a-picture: empty"],
  ["a zero-byte body without a length", chunks(Buffer.alloc(0)), "not-a-picture: empty"],
  ["204", (response) => void response.writeHead(204).end(), "refused: http-204"],
  ["gzip that was not asked for", send(gzipSync(jpg), { "content-encoding": "gzip" }), stored],
  [
    "deflate that was not asked for",
    send(deflateSync(jpg), { "content-encoding": "deflate" }),
    stored,
  ],
  [
    "brotli that was not asked for",
    send(brotliCompressSync(jpg), { "content-encoding": "br" }),
    stored,
  ],
  ["identity said aloud", send(jpg, { "content-encoding": "identity" }), stored],
  [
    "cut gzip",
    chunks(gzipSync(jpg).subarray(0, 30), { "content-encoding": "gzip" }),
    "later: truncated",
  ],
  [
    "cut brotli",
    chunks(brotliCompressSync(jpg).subarray(0, 20), { "content-encoding": "br" }),
    "later: truncated",
  ],
  ["a picture said to be gzip", send(jpg, { "content-encoding": "gzip" }), "later: truncated"],
  ["a picture said to be brotli", send(jpg, { "content-encoding": "br" }), "later: truncated"],
  [
    "a gzip bomb",
    send(gzipSync(Buffer.concat([jpg, Buffer.alloc(50_000_000)])), { "content-encoding": "gzip" }),
    "too-large: sent-too-much",
  ],
  [
    "a coding that nobody knows",
    send(jpg, { "content-encoding": "zstd, gzip" }),
    "refused: unsupported-encoding",
  ],
  [
    "a page that says it is a picture",
    send("<!doctype html><title>x</title>", { "content-type": "image/jpeg" }),
    "not-a-picture: markup",
  ],
  ["a picture that says it is a page", send(jpg, { "content-type": "text/html" }), stored],
  [
    "a page that never ends",
    (response) => {
      response.writeHead(200);
      response.write(`<html>${" ".repeat(1000)}`);
    },
    "not-a-picture: markup",
  ],
  [
    "a long page in gzip",
    send(gzipSync(`<html>${" ".repeat(9_000_000)}`), { "content-encoding": "gzip" }),
    "not-a-picture: markup",
  ],
  ["JSON", send('{"error": 404}'), "not-a-picture: json"],
  ["SVG", send('<?xml version="1.0"?>\n<svg onload="alert(1)">'), "not-a-picture: svg"],
  ["XML", send("\uFEFF <Error><Code>AccessDenied</Code></Error>"), "not-a-picture: markup"],
  ["text", send("Not found"), "not-a-picture: unknown-type"],
  ["a PNG under a .jpg", send(samplePicture("png")), "png, 2000 bytes, 2000 stored"],
];

/** By the outcome that a limit leads to, or by what a host does that ends with the limit only. */
const shortLimits: Readonly<Record<string, "silence" | "total">> = {
  "a page that never ends": "silence",
  "later: answer-timeout": "silence",
  "later: body-stalled": "silence",
  "later: total-timeout": "total",
};

test.each(faults)("%s", { timeout: 30_000 }, async (what, behaviour, outcome) => {
  const limit = shortLimits[outcome] ?? shortLimits[what];
  expect(await hosts.outcomeOf(behaviour, undefined, limit)).toBe(outcome);
});

test.each(sampleExtensions)(
  "a whole %s without a length is stored as what it is",
  async (extension) => {
    const outcome = await hosts.outcomeOf(chunks(samplePicture(extension, 3000)));
    expect(outcome).toBe(`${extension}, 3000 bytes, 3000 stored`);
  },
);
