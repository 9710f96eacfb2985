import { describe, expect, test } from "vitest";

import { createLog, type LogLevel } from "./log.ts";

function recorded(level: LogLevel = "info") {
  const lines: string[] = [];
  const log = createLog({
    service: "test",
    level,
    write: (line) => lines.push(line),
    now: () => 0,
  });
  return { log, lines, last: () => JSON.parse(lines.at(-1)!) };
}

describe("the log", () => {
  test("writes one JSON object a line, whatever the text holds", () => {
    const { log, lines, last } = recorded();
    log.info("crawl-requested", { title: 'a\n{"level":"error"}\u2028"' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/\n/);
    expect(last()).toEqual({
      timestamp: "1970-01-01T00:00:00.000Z",
      level: "info",
      service: "test",
      message: "crawl-requested",
      event: "crawl-requested",
      title: 'a\n{"level":"error"}\u2028"',
    });
  });

  test("keeps the fields of its context on every line", () => {
    const { log, last } = recorded();
    log.with({ crawlId: "c" }).with({ postId: "p" }).warn("late");
    expect(last()).toMatchObject({ crawlId: "c", postId: "p", level: "warn" });
  });

  test("says which invocation it is on every line, and forgets the one before", () => {
    const { log, last } = recorded();
    const ofHosts = log.with({ host: "a.test" });
    log.begin({ function_request_id: "r1", xray_trace_id: "t1" });
    ofHosts.warn("late");
    expect(last()).toMatchObject({
      function_request_id: "r1",
      xray_trace_id: "t1",
      host: "a.test",
    });
    log.begin({ function_request_id: "r2" });
    ofHosts.metrics({ PicturesStored: [3, "Count"] });
    expect(last()).toMatchObject({ function_request_id: "r2", host: "a.test" });
    expect(last()).not.toHaveProperty("xray_trace_id");
  });

  test("keeps invocations apart that run at the same time", async () => {
    const { log, lines } = recorded();
    const invoke = async (id: string) => {
      log.begin({ function_request_id: id });
      for (const step of [1, 2, 3]) {
        await new Promise((resolve) => void setImmediate(resolve));
        log.info("step", { id, step });
      }
    };
    await Promise.all(["a", "b", "c"].map(invoke));
    const said = lines.map((line) => JSON.parse(line));
    expect(said).toHaveLength(9);
    for (const { id, function_request_id } of said) expect(function_request_id).toBe(id);
  });

  test("leaves out what matters less than its level", () => {
    const { log, lines } = recorded("warn");
    log.info("nothing");
    log.debug("nothing");
    expect(lines).toEqual([]);
  });

  test("cuts long text", () => {
    const { log, last } = recorded();
    log.info("long", { text: "x".repeat(5000) });
    expect(last().text).toBe(`${"x".repeat(2000)}… (5000 characters)`);
  });

  test.each(["authorization", "client_secret", "access_token", "password", "receiptHandle"])(
    "never shows %s, however deep it lies",
    (name) => {
      const { log, lines } = recorded();
      log.error("refused", { answer: { headers: [{ [name]: "hunter2" }] } });
      expect(lines[0]).not.toContain("hunter2");
    },
  );

  test("spells out an error with its cause", () => {
    const { log, last } = recorded();
    log.error("failed", { error: new Error("outer", { cause: new TypeError("inner") }) });
    expect(last().error).toMatchObject({
      name: "Error",
      message: "outer",
      cause: { name: "TypeError", message: "inner" },
    });
  });

  test("writes metrics in CloudWatch's embedded format", () => {
    const { log, last } = recorded();
    log.with({ crawlId: "c" }).metrics({ PicturesStored: [3, "Count"] });
    expect(last()).toMatchObject({
      PicturesStored: 3,
      crawlId: "c",
      service: "test",
      FunctionName: "test",
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: "RedditCrawler",
            Dimensions: [["FunctionName"]],
            Metrics: [{ Name: "PicturesStored", Unit: "Count" }],
          },
        ],
      },
    });
  });

  test("bounds what stands beside metrics, too", () => {
    const { log, last } = recorded();
    log.with({ note: "x".repeat(5000), token: "t" }).metrics({ PicturesStored: [3, "Count"] });
    expect(last()["note"]).toHaveLength(2000 + "… (5000 characters)".length);
    expect(last()).toMatchObject({ token: "[hidden]", PicturesStored: 3 });
  });

  test("keeps a function's metrics apart from those of another stack's", () => {
    const lines: string[] = [];
    const log = createLog({
      service: "test",
      functionName: "stack-TestFunction-1",
      write: (line) => lines.push(line),
    });
    log.metrics({ PicturesStored: [3, "Count"] });
    log.info("stored");
    expect(lines.map((text) => JSON.parse(text))).toMatchObject([
      { service: "test", FunctionName: "stack-TestFunction-1" },
      { service: "test", function_name: "stack-TestFunction-1" },
    ]);
  });
});
