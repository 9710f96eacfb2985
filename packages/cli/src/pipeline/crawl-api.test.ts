import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, test, vi } from "vitest";

import { orderCrawl } from "./crawl-api.ts";

const order = { subreddit: "aww", sort_method: "top", time_filter: "day", limit: 100 };
const accepted = { status: 201, body: { crawl_id: "01K" } };

describe("ordering a crawl", () => {
  let server: Server | undefined;
  afterEach(() => new Promise((done) => server?.close(done)));

  /** An API that gives these answers, one a request, the last one for ever. */
  async function apiAnswering(...answers: { status: number; body: unknown }[]) {
    const asked: string[] = [];
    server = createServer((request, response) => {
      const { status, body } = answers[Math.min(asked.length, answers.length - 1)]!;
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(status, { connection: "close" }).end(JSON.stringify(body));
    });
    await new Promise<void>((done) => server!.listen(0, "127.0.0.1", done));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  }

  test("gives the crawl's id", async () => {
    const api = await apiAnswering(accepted);
    expect(await orderCrawl(api.url, order)).toBe("01K");
    expect(api.asked).toEqual(["POST /crawls"]);
  });

  test("is tried again when the API fails", async () => {
    const failing = { status: 500, body: { message: "Internal Server Error" } };
    expect(await orderCrawl((await apiAnswering(failing, failing, accepted)).url, order)).toBe(
      "01K",
    );
  });

  test("gives up on an API that keeps failing, in its words", async () => {
    const api = await apiAnswering({
      status: 502,
      body: { title: "Bad Gateway", detail: "SNS is away." },
    });
    await expect(orderCrawl(api.url, order)).rejects.toThrow("refused (502): SNS is away.");
    expect(api.asked).toHaveLength(3);
  });

  test.each([
    ["does not answer", ""],
    ["stops in its answer", '{"crawl'],
  ])(
    "fails of the time, and not as what a person stops does, where the API %s",
    async (_, part) => {
      server = createServer((_request, response) => {
        if (part !== "") response.writeHead(201, { "content-length": 100 }).write(part);
      });
      await new Promise<void>((done) => server!.listen(0, "127.0.0.1", done));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const timeout = AbortSignal.timeout.bind(AbortSignal);
      using timer = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => timeout(300));
      await expect(orderCrawl(url, order)).rejects.toMatchObject({ name: "TimeoutError" });
      expect(timer).toHaveBeenCalledWith(35_000);
    },
  );

  test("is not repeated when the order itself is wrong, and names every field", async () => {
    const api = await apiAnswering({
      status: 400,
      body: { detail: "Mend the fields.", errors: [{ field: "limit", detail: "is too large" }] },
    });
    await expect(orderCrawl(api.url, order)).rejects.toThrow(
      "The crawl was refused (400): Mend the fields.\n  limit: is too large",
    );
    expect(api.asked).toHaveLength(1);
  });
});
