import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { DeadLetter, StopResult } from "../contract/gallery-event.ts";
import type { GalleryPorts } from "../server/start-gallery.ts";

/** A pipeline that a test plays, which remembers what it was asked. */
export interface FakePipeline {
  ports: GalleryPorts;
  /** Bodies that reached the API. */
  orders: string[];
  /** What the API answers from now on. */
  answer: { status: number; body: unknown };
  deadLetters: DeadLetter[];
  retries: number;
  /** The ids of crawls that it was asked to stop, and what it answers from now on. */
  stops: string[];
  onStop: () => Promise<StopResult>;
  errors: unknown[];
  stop: () => Promise<void>;
}

/** A pipeline whose pictures lie in `folder`. */
export async function fakePipeline(folder: string): Promise<FakePipeline> {
  const api = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => (body += part));
    request.on("end", () => {
      pipeline.orders.push(body);
      const { status, body: answer } = pipeline.answer;
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", () => resolve()));
  const pipeline: FakePipeline = {
    ports: {
      apiUrl: `http://127.0.0.1:${portOf(api)}`,
      folder,
      deadLetters: async () => pipeline.deadLetters,
      retryDeadLetters: async () => {
        pipeline.retries += 1;
      },
      stopCrawl: (crawlId) => {
        pipeline.stops.push(crawlId);
        return pipeline.onStop();
      },
      onError: (error) => void pipeline.errors.push(error),
    },
    orders: [],
    answer: { status: 201, body: { crawl_id: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE" } },
    deadLetters: [],
    retries: 0,
    stops: [],
    onStop: async () => "stopped",
    errors: [],
    stop: () => new Promise((resolve) => api.close(() => resolve()).closeAllConnections()),
  };
  return pipeline;
}

function portOf(server: Server): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has this address
  return (server.address() as AddressInfo).port;
}
