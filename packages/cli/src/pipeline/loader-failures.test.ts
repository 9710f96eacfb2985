import { describe, expect, test } from "vitest";

import { loaderFailures } from "./loader-failures.ts";

const givenUp = {
  type: "given-up" as const,
  function: "ArticleLoaderFunction",
  requestId: "r",
  payload: { Records: [{ Sns: { Message: '{"crawlId":"01K"}' } }] },
  error: "Reddit is down.",
  keptIn: ["arn:aws:sqs:us-east-1:000000000000:failures"],
};

describe("a crawl that was given up", () => {
  test("is known by its id once the loader gave it up", () => {
    const failures = loaderFailures();
    expect(failures.of("01K")).toBeUndefined();
    failures.onEvent(givenUp);
    expect(failures.of("01K")).toBe("ArticleLoaderFunction gave up: Reddit is down.");
    expect(failures.of("01L")).toBeUndefined();
  });

  test("is not one whose worker died: that message is still in its queue", () => {
    const failures = loaderFailures();
    failures.onEvent({ ...givenUp, function: "DownloadWorkerFunction" });
    expect(failures.of("01K")).toBeUndefined();
  });
});
