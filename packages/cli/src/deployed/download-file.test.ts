import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { downloadFile } from "./download-file.ts";

const { signal } = new AbortController();
const pause = async () => {};

describe("a download that is slow", () => {
  afterEach(() => void vi.useRealTimers());

  /** A server whose bytes come when the test says so; a request that is aborted fails as fetch's does. */
  function slowServer() {
    let send!: ReadableStreamDefaultController<Uint8Array>;
    let requests = 0;
    const request = async (_: unknown, init?: RequestInit) => {
      requests += 1;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          send = controller;
          init?.signal?.addEventListener("abort", () => controller.error(init.signal?.reason));
        },
      });
      return new Response(body);
    };
    return { request, requests: () => requests, send: () => send };
  }
  const url = new URL("http://127.0.0.1/film.mp4");

  test("may take as long as it likes while bytes come", async () => {
    vi.useFakeTimers();
    const server = slowServer();
    const file = downloadFile(url, { signal, request: server.request });
    for (let second = 0; second < 100; second += 20) {
      await vi.advanceTimersByTimeAsync(20_000);
      server.send().enqueue(Buffer.from("x"));
    }
    await vi.advanceTimersByTimeAsync(0);
    server.send().close();
    expect(Buffer.from(await file).toString()).toBe("xxxxx");
    expect(server.requests()).toBe(1);
  });

  test("is asked for three times when nothing comes, and given up with its reason", async () => {
    vi.useFakeTimers();
    const server = slowServer();
    const file = downloadFile(url, { signal, request: server.request, pause });
    const failure = file.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(server.requests()).toBe(1);
    await vi.advanceTimersByTimeAsync(70_000);
    expect(await failure).toEqual(new CommandError("nothing came for 30 s"));
    expect(server.requests()).toBe(3);
  });
});

describe("a download", () => {
  async function serve(...answers: RequestListener[]) {
    let asked = 0;
    const server = createServer((request, response) => {
      const answer = answers[Math.min(asked, answers.length - 1)]!;
      asked += 1;
      answer(request, response);
    });
    await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return { url, asked: () => asked };
  }
  const whole: RequestListener = (_, response) => response.end("whole");
  const busy: RequestListener = (_, response) => response.writeHead(503).end();
  const cut: RequestListener = (_, response) => {
    response.writeHead(200, { "content-length": "60" }).write("x", () => response.destroy());
  };

  test.each([
    ["the server is busy", busy],
    ["the connection breaks", cut],
  ])("is tried again when %s", async (_, trouble) => {
    const { url, asked } = await serve(trouble, whole);
    expect(Buffer.from(await downloadFile(url, { signal, pause })).toString()).toBe("whole");
    expect(asked()).toBe(2);
  });

  test("is given up when it breaks each time", async () => {
    const { url, asked } = await serve(cut);
    await expect(downloadFile(url, { signal, pause })).rejects.toBeInstanceOf(CommandError);
    expect(asked()).toBe(3);
  });

  test("is refused once where the link no longer holds", async () => {
    const { url, asked } = await serve((_, response) => response.writeHead(403).end());
    await expect(downloadFile(url, { signal, pause })).rejects.toThrow(
      new CommandError("the server answered 403"),
    );
    expect(asked()).toBe(1);
  });

  test("ends at once when the person stops it", async () => {
    const stop = new AbortController();
    const { url } = await serve(() => stop.abort());
    await expect(downloadFile(url, { signal: stop.signal })).rejects.toThrow("aborted");
  });
});
