import { describe, expect, test } from "vitest";

import { loaderFailures } from "./loader-failures.ts";

const givenUp = {
  type: "given-up" as const,
  function: "ArticleLoaderFunction",
  requestId: "r",
  payload: { Records: [{ Sns: { Message: '{"crawlId":"01K"}' } }] },
  error: "Reddit is down.",
};

describe("a crawl that was given up", () => {
  test("is known by its id once its event lies in a failure queue", () => {
    const failures = loaderFailures();
    expect(failures.of("01K")).toBeUndefined();
    failures.onEvent({ ...givenUp, keptIn: ["arn:aws:sqs:us-east-1:000000000000:failures"] });
    expect(failures.of("01K")).toBe("ArticleLoaderFunction gave up: Reddit is down.");
    expect(failures.of("01L")).toBeUndefined();
  });

  test("is not one whose worker died: that message is still in its queue", () => {
    const failures = loaderFailures();
    failures.onEvent({ ...givenUp, function: "DownloadWorkerFunction", keptIn: [] });
    expect(failures.of("01K")).toBeUndefined();
  });
});
