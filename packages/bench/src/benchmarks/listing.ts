import { createHandler } from "@reddit-crawler/article-loader/handler";
import { createLog } from "@reddit-crawler/function-runtime/log";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/outbound-http";
import { builtInListing } from "@reddit-crawler/replay-reddit/listing/replay-listing";
import { Bench } from "tinybench";

import type { Benchmark } from "../benchmark.ts";
import { format } from "../report.ts";
import { firstEvents } from "../servers/first-events.ts";
import { listingText } from "../servers/listing-text.ts";
import { functionEnvironment } from "../stages.ts";

const postsPerPage = 100;

/** The article-loader over memory: reads `text` for every event, and keeps nothing. */
function loaderOf(text: string) {
  const answer = (body: string): Awaited<ReturnType<OutboundHttp>> => ({
    status: 200,
    headers: {},
    body: (async function* () {})(),
    text: async () => body,
    discard: async () => {},
  });
  const token = JSON.stringify({ access_token: "t", token_type: "bearer", expires_in: 86_400 });
  let nowMs = Date.parse("2026-11-22T20:00:00Z");
  return createHandler(functionEnvironment(), () => ({
    http: async ({ url }) => answer(url.hostname === "www.reddit.com" ? token : text),
    gateState: {
      read: async () => ({ text: undefined, version: undefined }),
      write: async () => true,
    },
    credentials: { read: async () => ({ client_id: "id", client_secret: "secret" }) },
    queue: { sendBatch: async () => [] },
    records: {
      saveSummary: async () => {},
      recordPost: async () => {},
      indexCrawl: async () => {},
    },
    tallies: { add: async () => {}, announceFinish: async () => {} },
    requests: { publish: async () => {} },
    clock: {
      now: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms;
      },
    },
    random: () => 0.5,
    log: createLog({ service: "bench", level: "error", write: () => {} }),
  }));
}

/** A page of a hundred posts until their messages are made, compared with parsing its JSON alone. */
export const listing: Benchmark = {
  name: "listing",
  stable: false,
  run: async () => {
    // In every shape that posts have.
    const text = listingText(builtInListing().posts.slice(0, postsPerPage));
    const handle = loaderOf(text);
    const event = firstEvents["article-loader"];
    const context = { awsRequestId: "bench", getRemainingTimeInMillis: () => 900_000 };
    const bench = new Bench({ time: 2000, warmupTime: 500 });
    bench.add("parse", () => void JSON.parse(text)).add("load", () => handle(event, context));
    await bench.run();
    const [parse, load] = ["parse", "load"].map((name) => {
      const result = bench.getTask(name)?.result;
      if (!result || !("latency" in result)) throw new Error(`${name} was not measured`);
      return result.latency;
    });
    if (!parse || !load) throw new Error("nothing was measured");
    return [
      {
        name: "listing/messages",
        value: load.p50 / parse.p50,
        unit: "x",
        spread: [load.p50 / parse.p75, load.p75 / parse.p50],
        note: `${format(load.p50)} ms ÷ ${format(parse.p50)} ms for ${format(text.length / 1000)} KB`,
      },
    ];
  },
};
