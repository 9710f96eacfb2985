import { createHandler } from "@reddit-crawler/article-loader/handler";
import { createListingSources } from "@reddit-crawler/article-loader/sources/listing-sources";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { createLog } from "@reddit-crawler/function-runtime/log";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";
import { builtInListing } from "@reddit-crawler/replay-reddit/listing/replay-listing";
import { Bench } from "tinybench";

import type { Benchmark } from "../benchmark.ts";
import { ratioFigure } from "../measure/figures.ts";
import { interleaved } from "../measure/interleaved.ts";
import { format } from "../report.ts";
import { firstEvents } from "../servers/first-events.ts";
import { listingText } from "../servers/listing-text.ts";
import { functionEnvironment } from "../stages.ts";

const postsPerPage = 100;
/** Measured: the loader gets no faster after five hundred pages. */
const warmUpRuns = 600;
const rounds = 25;
const roundMs = 200;

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
  const clock: Clock = {
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
  const http: OutboundHttp = async ({ url }) =>
    answer(url.hostname === "www.reddit.com" ? token : text);
  const credentials = { read: async () => ({ client_id: "id", client_secret: "secret" }) };
  return createHandler(functionEnvironment(), (config) => ({
    config,
    http,
    sources: createListingSources(http, credentials, clock, 2000),
    objects: {
      read: async () => undefined,
      list: async () => [],
      listSome: async () => ({ keys: [], more: false }),
      put: async () => {},
      putOnce: async () => true,
      replace: async () => true,
    },
    imports: { read: async () => undefined },
    queue: { sendBatch: async () => [] },
    ends: { check: async () => ({ openPosts: 0, requests: 1 }) },
    crawls: {
      send: async () => {},
      othersWait: async () => false,
      showAgain: async () => {},
    },
    clock,
    random: () => 0.5,
    log: createLog({ service: "bench", level: "error", write: () => {} }),
  }));
}

/** What `work` takes within one round, in milliseconds. */
async function medianMs(work: () => unknown): Promise<number> {
  const bench = new Bench({ time: roundMs, warmup: false }).add("work", work);
  await bench.run();
  const result = bench.getTask("work")?.result;
  if (!result || !("latency" in result)) throw new Error("nothing was measured");
  return result.latency.p50;
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
    const load = () => handle(event, context);
    for (let run = 0; run < warmUpRuns; run += 1) await load();

    const ms = await interleaved(rounds, {
      parse: () => medianMs(() => void JSON.parse(text)),
      load: () => medianMs(load),
    });
    const page = ` for ${format(text.length / 1000)} KB`;
    return [ratioFigure("listing/messages", ms.load, ms.parse, "ms", page)];
  },
};
