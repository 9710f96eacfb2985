import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";
import { afterEach, expect, test, vi } from "vitest";

import { askReddit } from "./ask-reddit.ts";

afterEach(() => vi.restoreAllMocks());

test("a request that is not answered within 30 s, its body included, ends with its time limit", async () => {
  const limit = new AbortController();
  const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(limit.signal);
  const silent: OutboundHttp = ({ signal }) =>
    new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(new Error("time is up")));
    });
  const asked = askReddit(silent, { url: new URL("https://www.reddit.com/r/aww/top/.rss") });
  expect(timeout).toHaveBeenCalledWith(30_000);
  limit.abort();
  await expect(asked).rejects.toThrow("time is up");
});
