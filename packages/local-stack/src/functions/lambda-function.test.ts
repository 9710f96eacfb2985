import { readdir, readFile, writeFile } from "node:fs/promises";
import { getCompileCacheDir } from "node:module";
import { join } from "node:path";

import { TooManyRequestsException } from "@aws-sdk/client-lambda";
import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { describe, expect, test, vi } from "vitest";

import { invoke, signedHeaders } from "../testing/test-clients.ts";
import { functionResource, startTestStack } from "../testing/test-stack.ts";

vi.mock("node:module", { spy: true });

vi.setConfig({ testTimeout: 20_000 });

const oneFunction = (code: string, properties = "", rest = "") =>
  startTestStack({
    template: `Resources:${functionResource("F", properties)}${rest}`,
    code: { "F.zip": code },
    speedup: 600,
  });

describe("a function", () => {
  test("gets its event, Lambda's context and the template's environment, and nothing of the machine", async () => {
    process.env["SECRET_OF_THE_MACHINE"] = "1";
    const stack = await oneFunction(
      `exports.handler = async (event, context) => ({
        event, context: { ...context, remainingMs: context.getRemainingTimeInMillis() }, env: process.env,
        heapMb: require("node:v8").getHeapStatistics().heap_size_limit / 2 ** 20,
      })`,
      "Timeout: 7\nMemorySize: 300\nEnvironment: { Variables: { COLOUR: red, NUMBER: 5, HTTPS_PROXY: http://mine } }",
    );
    const { result } = await invoke(stack, { a: "ü" });
    expect(result.event).toEqual({ a: "ü" });
    expect(result.context).toMatchObject({
      functionName: "local-F",
      invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:local-F",
      memoryLimitInMB: "300",
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(result.context.remainingMs).toBeGreaterThan(5000);
    expect(result.context.remainingMs).toBeLessThanOrEqual(7000);
    expect(result.heapMb).toBeGreaterThanOrEqual(300);
    expect(result.heapMb).toBeLessThan(500);
    expect(result.env).toMatchObject({
      COLOUR: "red",
      NUMBER: "5",
      HTTPS_PROXY: "http://mine",
      AWS_ENDPOINT_URL: stack.endpointUrl,
      AWS_REGION: "us-east-1",
      TZ: ":UTC",
    });
    expect(result.env).not.toHaveProperty("SECRET_OF_THE_MACHINE");
  });

  test("has the time that is left, whatever the machine's clock is set to meanwhile", async () => {
    const stack = await oneFunction(
      `exports.handler = async (event, context) => {
        const left = [];
        const { now } = Date;
        for (const hours of [0, 8, -8]) {
          Date.now = () => now() + hours * 3_600_000;
          left.push(context.getRemainingTimeInMillis());
        }
        return { left };
      }`,
      "Timeout: 60",
    );
    const { result } = await invoke(stack);
    for (const leftMs of result.left) {
      expect(leftMs).toBeGreaterThan(30_000);
      expect(leftMs).toBeLessThanOrEqual(60_000);
    }
  });

  test("takes as many events at once in one process as it has places", async () => {
    const code = `let running = 0, wake = [];
      exports.handler = async ({ of }) => {
        running += 1;
        await new Promise((resolve) => { wake.push(resolve); if (running === of) wake.forEach((each) => each()); });
        return { pid: process.pid, places: process.env.AWS_LAMBDA_MAX_CONCURRENCY };
      }`;
    const stack = await oneFunction(code, "ReservedConcurrentExecutions: 3");
    const all = await Promise.all([1, 2, 3].map(() => invoke(stack, { of: 3 })));
    const pid = all[0]?.result.pid;
    expect(all.map(({ result }) => result)).toEqual([1, 2, 3].map(() => ({ pid, places: "3" })));
    expect(stack.functions()).toEqual([{ logicalId: "F", pids: [pid] }]);
  });

  test("gives each of the events of its process its own answer", async () => {
    const code = `exports.handler = async ({ n }) => {
        await new Promise((resolve) => setTimeout(resolve, (7 - n) * 10));
        if (n % 2) throw new Error("odd " + n);
        return n;
      }`;
    const stack = await oneFunction(code);
    const all = await Promise.all([1, 2, 3, 4].map((n) => invoke(stack, { n })));
    expect(all.map(({ result }) => result.errorMessage ?? result)).toEqual([
      "odd 1",
      2,
      "odd 3",
      4,
    ]);
  });

  test("refuses a waiting caller when all its places are taken", async () => {
    const stack = await oneFunction(
      `exports.handler = () => new Promise((resolve) => setTimeout(resolve, 300))`,
      "ReservedConcurrentExecutions: 1",
    );
    const running = invoke(stack);
    await stack.event("invoked");
    await expect(invoke(stack)).rejects.toThrow(TooManyRequestsException);
    await running;
    expect(stack.events.map(({ type }) => type)).toContain("throttled");
  });

  test("is killed when its time is over, and starts afresh", async () => {
    const stack = await oneFunction(
      `exports.handler = async (event) => { while (event.hang); return process.pid }`,
      "Timeout: 1",
    );
    const before = await invoke(stack);
    expect(await invoke(stack, { hang: true })).toEqual({
      error: "Unhandled",
      result: { errorType: "Sandbox.Timedout", errorMessage: "Task timed out after 1.00 seconds" },
    });
    expect(await stack.event("timed-out")).toMatchObject({ function: "F" });
    expect((await invoke(stack)).result).not.toBe(before.result);
    // The system takes a moment to remove a killed process.
    await vi.waitFor(() => expect(() => process.kill(before.result, 0)).toThrow("ESRCH"), 10_000);
  });

  test("takes what runs beside an event down with it when that has no time left, and then works on", async () => {
    const stack = await oneFunction(
      `exports.handler = async (event) => {
        while (event.hang);
        return event.wait ? new Promise((resolve) => setTimeout(resolve, event.wait)) : process.pid;
      }`,
      "Timeout: 2",
    );
    const before = await invoke(stack);
    const first = invoke(stack, { wait: 60_000 });
    await invoke(stack, { wait: 500 });
    const second = invoke(stack, { hang: true });
    expect((await first).result.errorType).toBe("Sandbox.Timedout");
    expect((await second).result).toMatchObject({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringContaining("signal: SIGKILL"),
    });
    expect((await invoke(stack)).result).not.toBe(before.result);
  });

  test("whose process is killed from outside fails, and starts afresh", async () => {
    const stack = await oneFunction(
      `exports.handler = (event) => event.hang ? new Promise(() => setInterval(() => {}, 1000)) : process.pid`,
      "Timeout: 30",
    );
    const before = await invoke(stack);
    const hanging = invoke(stack, { hang: true });
    await stack.event(
      "invoked",
      () => stack.events.filter(({ type }) => type === "invoked").length === 2,
    );
    process.kill(before.result, "SIGKILL");
    expect(await hanging).toMatchObject({
      error: "Unhandled",
      result: {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringContaining("signal: SIGKILL"),
      },
    });
    expect((await invoke(stack)).result).not.toBe(before.result);
  });

  test.each([
    ["exports.handler = async () => { throw new TypeError('broken') }", "TypeError", "broken"],
    ["exports.handler = () => process.exit(3)", "Runtime.ExitError", "exit status 3"],
    [
      "throw Object.assign(new Error('COLOUR is missing'), { name: 'ConfigError' })",
      "ConfigError",
      "COLOUR is missing",
    ],
    ["exports.other = 1", "Runtime.HandlerNotFound", "index.handler is undefined or not exported"],
  ])("that is `%s` fails with %s", async (code, errorType, errorMessage) => {
    const stack = await oneFunction(code);
    expect(await invoke(stack)).toMatchObject({
      error: "Unhandled",
      result: { errorType, errorMessage: expect.stringContaining(errorMessage) },
    });
    expect((await stack.event("failed")).error).toContain(errorMessage);
  });

  test.each([
    ["in a folder that stays, with the compile cache of this process", true],
    ["in a zip, without", false],
  ])("whose code lies %s runs from there", async (_, isUnpacked) => {
    const cache = await temporaryFolder();
    vi.mocked(getCompileCacheDir).mockReturnValue(join(cache, "v24-x64"));
    const code = `exports.handler = async () =>
        ({ folder: __dirname, cache: require("node:module").getCompileCacheDir() })`;
    const folder = await temporaryFolder();
    await writeFile(join(folder, "index.js"), code);
    const stack = await startTestStack({
      template: `Resources:${functionResource("F")}`,
      ...(isUnpacked ? { artifacts: { "F.zip": folder } } : { code: { "F.zip": code } }),
    });
    const { result } = await invoke(stack);
    // A sandbox is killed: what it has not written by then is lost.
    const files = async () => (await readdir(cache, { recursive: true })).length;
    if (isUnpacked) await vi.waitUntil(async () => (await files()) > 1, { timeout: 15_000 });
    await stack.stop();
    expect(result.folder === folder).toBe(isUnpacked);
    expect(result.cache?.startsWith(cache) ?? false).toBe(isUnpacked);
    expect(await readFile(join(folder, "index.js"), "utf8")).toBe(code);
  });

  test("has no compile cache where this process has none, as a person may want it", async () => {
    vi.mocked(getCompileCacheDir).mockReturnValue(undefined);
    const folder = await temporaryFolder();
    const code = `exports.handler = async () => require("node:module").getCompileCacheDir() ?? "none"`;
    await writeFile(join(folder, "index.js"), code);
    const template = `Resources:${functionResource("F")}`;
    const stack = await startTestStack({ template, artifacts: { "F.zip": folder } });
    expect((await invoke(stack)).result).toBe("none");
  });

  test("that cannot start says so in its log", async () => {
    const stack = await oneFunction(
      "throw Object.assign(new Error('COLOUR is missing'), { name: 'ConfigError' })",
    );
    await invoke(stack);
    expect(stack.lines).toContain("F: ConfigError: COLOUR is missing");
  });

  test("has what it writes reported line by line", async () => {
    const stack = await oneFunction(
      `exports.handler = async () => { console.log("one\\ntwo"); console.error("three") }`,
    );
    await invoke(stack);
    expect([await stack.line("one"), await stack.line("two"), await stack.line("three")]).toEqual([
      "F: one",
      "F: two",
      "F: three",
    ]);
  });

  test("that is not there, or an event that is no JSON, is refused", async () => {
    const stack = await oneFunction("exports.handler = async () => 1");
    await expect(invoke(stack, {}, "nobody")).rejects.toThrow("Function not found: nobody");
    const url = `${stack.endpointUrl}/2015-03-31/functions/local-F/invocations`;
    expect(
      (await fetch(url, { method: "POST", headers: signedHeaders(stack), body: "{" })).status,
    ).toBe(400);
    expect(
      (await invoke(stack, {}, "arn:aws:lambda:us-east-1:000000000000:function:local-F")).result,
    ).toBe(1);
  });
});
