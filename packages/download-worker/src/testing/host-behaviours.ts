import type { IncomingMessage, ServerResponse } from "node:http";

import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const jpg = samplePicture("jpg");

/** What the picture host does with a request. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

/** A body with its length. */
export const send =
  (body: Buffer | string, headers: Record<string, string | number> = {}, status = 200): Behaviour =>
  (response) =>
    response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers }).end(body);
/** A status without a body. */
export const status = (code: number, headers: Record<string, string> = {}) =>
  send("", headers, code);
/** A redirect to `location`. */
export const redirect = (location: string) => status(302, { location });
/** Without a length: in chunks that end as they should. */
export const chunks =
  (body: Buffer, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(200, headers);
    response.write(body.subarray(0, 10));
    response.end(body.subarray(10));
  };
/** What a server that speaks HTTP by hand writes; then it closes the connection. */
export const raw =
  (...parts: (Buffer | string)[]): Behaviour =>
  ({ socket }) => {
    for (const part of parts) socket?.write(part);
    socket?.end();
  };
/** The first half of a picture, and then `end`. */
export const sendThen =
  (end: (response: ServerResponse) => void, headers: Record<string, string | number>): Behaviour =>
  (response) => {
    response.writeHead(200, headers);
    response.write(jpg.subarray(0, 1000), () => end(response));
  };
/** One byte every `everyMs`. */
export const drip =
  (body: Buffer, everyMs: number): Behaviour =>
  (response) => {
    let at = 0;
    response.writeHead(200, { "content-length": body.length });
    const timer = setInterval(() => {
      if (at < body.length) response.write(body.subarray(at, at + 1));
      else response.end();
      at += 1;
    }, everyMs);
    response.once("close", () => clearInterval(timer));
  };
/** A picture that never ends. */
export const endless =
  (headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(200, headers);
    response.write(jpg.subarray(0, 1000));
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384, 1)));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  };
