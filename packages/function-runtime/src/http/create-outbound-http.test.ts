import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, createServer as createTcpServer, type AddressInfo, type Server } from "node:net";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createOutboundHttp, type OutboundHttpOptions } from "./create-outbound-http.ts";
import type { OutboundHttp } from "./outbound-http.ts";

const settings = {
  userAgent: "aws:reddit-crawler:1.0.0 (by /u/example)",
  proxy: {},
  connectTimeoutMs: 10_000,
  headersTimeoutMs: 10_000,
  idleTimeoutMs: 10_000,
};
/** For the limit that a test waits for; all others leave a busy machine its time. */
const shortMs = 100;
const url = new URL("https://i.redd.it/a.jpg?b");

const open: Server[] = [];
async function listen(server: Server): Promise<number> {
  open.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}
afterEach(() => {
  vi.useRealTimers();
  for (const server of open.splice(0)) server.close();
});

describe("a request to the internet", () => {
  let httpWith: (limits: Partial<OutboundHttpOptions>) => OutboundHttp;
  let http: OutboundHttp;
  let connections: number;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  beforeEach(async () => {
    connections = 0;
    const server = createServer((request, response) => answer(request, response));
    const port = await listen(server);
    const leadsHere = () => {
      connections += 1;
      return connect(port, "127.0.0.1");
    };
    httpWith = (limits) => createOutboundHttp({ ...settings, connect: leadsHere, ...limits });
    http = httpWith({});
    return () => server.closeAllConnections();
  });

  test("says who asks, and asks for the stored bytes", async () => {
    const sent: Partial<IncomingMessage>[] = [];
    answer = ({ method, url, headers }, response) => {
      sent.push({ method, url, headers });
      response.end("cat");
    };
    await (await http({ url: new URL("https://user:secret@i.redd.it/a.jpg?b") })).discard();
    expect(sent).toEqual([
      {
        method: "GET",
        url: "/a.jpg?b",
        headers: {
          host: "i.redd.it",
          connection: "keep-alive",
          "user-agent": settings.userAgent,
          accept: "*/*",
          "accept-encoding": "identity",
        },
      },
    ]);
  });

  test("sends a body whole", async () => {
    answer = (request, response) => request.pipe(response);
    const echo = await http({ url, method: "POST", body: "grant=ü" });
    expect(await echo.text(100)).toBe("grant=ü");
  });

  test("brings a redirect back as an answer", async () => {
    answer = (_request, response) => response.writeHead(302, { location: "/b" }).end();
    const redirect = await http({ url });
    expect([redirect.status, redirect.headers["location"]]).toEqual([302, "/b"]);
    await redirect.discard();
  });

  test("reads no more text than it is allowed to", async () => {
    answer = (_request, response) => response.end("x".repeat(101));
    await expect((await http({ url })).text(100)).rejects.toMatchObject({
      code: "answer-too-long",
    });
    expect(await (await http({ url })).text(101)).toHaveLength(101);
  });

  test("asks again on the connection that it has", async () => {
    answer = (_request, response) => response.end("cat");
    await (await http({ url })).text(10);
    await (await http({ url })).text(10);
    expect(connections).toBe(1);
  });

  test("lets go of a body that nobody reads", async () => {
    const cut = Promise.withResolvers<void>();
    answer = (_request, response) => {
      response.on("close", () => cut.resolve());
      response.write("the first of many");
    };
    await (await http({ url })).discard();
    await expect(cut.promise).resolves.toBeUndefined();
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ["answer-timeout", () => {}],
    ["connection-broken", (response) => response.destroy()],
    ["network", (response) => response.socket?.end("SMTP?\r\n\r\n")],
  ])("that ends with no answer is %s and names method and host", async (code, behave) => {
    answer = (_request, response) => behave(response);
    const waits = code === "answer-timeout" ? httpWith({ headersTimeoutMs: shortMs }) : http;
    await expect(waits({ url })).rejects.toMatchObject({
      name: "RetryableError",
      code,
      message: expect.stringMatching(/^GET i\.redd\.it: ./),
    });
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ["body-stalled", (response) => response.write("half")],
    [
      "connection-broken",
      (response) =>
        response.writeHead(200, { "content-length": 10 }).write("half", () => response.destroy()),
    ],
  ])("whose body does not arrive whole is %s", async (code, behave) => {
    answer = (_request, response) => behave(response);
    const waits = code === "body-stalled" ? httpWith({ idleTimeoutMs: shortMs }) : http;
    await expect((await waits({ url })).text(100)).rejects.toMatchObject({ code });
  });

  test("gives a reader all the time it wants", async () => {
    answer = (_request, response) => response.end("x".repeat(300_000));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let bytes = 0;
    for await (const chunk of (await http({ url })).body) {
      vi.advanceTimersByTime(2 * settings.idleTimeoutMs);
      bytes += chunk.length;
    }
    expect(bytes).toBe(300_000);
  });

  test.each([
    ["before its answer", () => {}],
    ["in the middle of its body", (response: ServerResponse) => response.write("half")],
  ])("ends when its time is up %s", async (_when, behave) => {
    answer = (_request, response) => void behave(response);
    const signal = AbortSignal.timeout(50);
    const read = async () => (await http({ url, signal })).text(100);
    await expect(read()).rejects.toMatchObject({ code: "total-timeout" });
  });

  test("that HTTP cannot carry fails at once, and nothing is left behind that fails later", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const headers = { authorization: "Bearer \u0000" };
    await expect(http({ url, headers })).rejects.toMatchObject({ name: "RetryableError" });
    expect(vi.getTimerCount()).toBe(0);
  });

  test("that is aborted fails with the caller's own reason", async () => {
    answer = () => {};
    await expect(http({ url, signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

describe("the way out", () => {
  test("does not lead to an address that is not public", async () => {
    const http = createOutboundHttp(settings);
    await expect(http({ url: new URL("https://localhost/") })).rejects.toMatchObject({
      code: "address-not-public",
    });
  });

  test("leads through the proxy, except to the hosts that are named", async () => {
    const asked: string[] = [];
    const proxy = createServer().on("connect", ({ url = "" }, socket) => {
      asked.push(url);
      socket.end("HTTP/1.1 403 No\r\n\r\n");
    });
    const http = createOutboundHttp({
      ...settings,
      proxy: { httpsProxy: `http://127.0.0.1:${await listen(proxy)}`, noProxy: "localhost" },
    });
    await expect(http({ url })).rejects.toMatchObject({ code: "proxy-refused" });
    await expect(http({ url: new URL("https://localhost/") })).rejects.toMatchObject({
      code: "address-not-public",
    });
    expect(asked).toEqual(["i.redd.it:443"]);
  });

  test("ends when a proxy takes too long to open a tunnel", async () => {
    const silent = createTcpServer((socket) => socket.on("end", () => socket.end()).resume());
    const http = createOutboundHttp({
      ...settings,
      connectTimeoutMs: shortMs,
      proxy: { httpsProxy: `http://127.0.0.1:${await listen(silent)}` },
    });
    await expect(http({ url })).rejects.toMatchObject({ code: "connect-timeout" });
  });

  test("says when nobody listens", async () => {
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    const http = createOutboundHttp({
      ...settings,
      proxy: { httpsProxy: `http://127.0.0.1:${port}` },
    });
    await expect(http({ url })).rejects.toMatchObject({ code: "connection-refused" });
  });

  test.each(["127.0.0.1:3128", "socks5://127.0.0.1:1080", "proxy"])(
    "is not opened by a proxy that cannot be used: %s",
    (httpsProxy) => {
      expect(() => createOutboundHttp({ ...settings, proxy: { httpsProxy } })).toThrow(
        "HTTPS_PROXY must be a URL that begins with http:// or https://.",
      );
    },
  );
});
