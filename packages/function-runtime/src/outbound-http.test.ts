import { MockAgent } from "undici";
import { beforeEach, describe, expect, test } from "vitest";

import { createOutboundHttp, type OutboundHttp } from "./outbound-http.ts";

const settings = {
  userAgent: "aws:reddit-crawler:1.0.0 (by /u/example)",
  proxy: {},
  connectTimeoutMs: 1000,
  headersTimeoutMs: 1000,
  idleTimeoutMs: 1000,
};
const url = new URL("https://i.redd.it/a.jpg");

describe("a request to the internet", () => {
  let agent: MockAgent;
  let http: OutboundHttp;

  beforeEach(() => {
    agent = new MockAgent();
    agent.disableNetConnect();
    http = createOutboundHttp({ ...settings, dispatcher: agent });
  });

  test("says who asks, and asks for the stored bytes", async () => {
    let sent: Record<string, string> = {};
    agent
      .get(url.origin)
      .intercept({
        path: "/a.jpg",
        headers: (headers) => {
          sent = headers;
          return true;
        },
      })
      .reply(200, "cat");
    await (await http({ url })).discard();
    expect(sent).toEqual({
      "user-agent": settings.userAgent,
      accept: "*/*",
      "accept-encoding": "identity",
    });
  });

  test("brings a redirect back as an answer", async () => {
    agent
      .get(url.origin)
      .intercept({ path: "/a.jpg" })
      .reply(302, "", { headers: { location: "/b" } });
    const answer = await http({ url });
    expect([answer.status, answer.headers["location"]]).toEqual([302, "/b"]);
    await answer.discard();
  });

  test("reads no more text than it is allowed to", async () => {
    agent.get(url.origin).intercept({ path: "/a.jpg" }).reply(200, "x".repeat(101)).times(2);
    await expect((await http({ url })).text(100)).rejects.toMatchObject({
      code: "answer-too-long",
    });
    expect(await (await http({ url })).text(101)).toHaveLength(101);
  });

  test.each([
    ["ECONNREFUSED", "connection-refused"],
    ["ECONNRESET", "connection-broken"],
    ["ENOTFOUND", "host-not-found"],
    ["UND_ERR_HEADERS_TIMEOUT", "answer-timeout"],
    ["EADDRNOTPUBLIC", "address-not-public"],
    ["ESOMETHING", "network"],
  ])("calls %s %s and names method and host", async (code, expected) => {
    agent
      .get(url.origin)
      .intercept({ path: "/a.jpg" })
      .replyWithError(Object.assign(new Error("went wrong"), { code }));
    await expect(http({ url })).rejects.toMatchObject({
      name: "RetryableError",
      code: expected,
      message: "GET i.redd.it: went wrong",
    });
  });

  test("does not connect to an address that is not public", async () => {
    const direct = createOutboundHttp(settings);
    await expect(direct({ url: new URL("https://localhost/") })).rejects.toMatchObject({
      code: "address-not-public",
    });
  });
});
