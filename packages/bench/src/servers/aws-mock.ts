import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { answerQueue, type MockQueue } from "./mock-queue.ts";

/** What the mock does, other than accept everything. */
export interface AwsMockOptions {
  /** Milliseconds that every answer takes. */
  latencyMs?: number;
  /** Waiting messages; none where nothing is said. */
  queue?: MockQueue;
}

/** AWS on loopback: accepts whatever the stages send and keeps nothing. */
export interface AwsMock {
  endpoint: string;
  /** Requests by service and action. */
  counts: Map<string, number>;
  stop(): Promise<void>;
}

const secret = JSON.stringify({ client_id: "replay-client", client_secret: "replay-secret" });

/** Starts a mock on a free port of this machine. */
export async function startAwsMock(options: AwsMockOptions = {}): Promise<AwsMock> {
  const { latencyMs = 0, queue = { waiting: [], inFlight: 0 } } = options;
  const counts = new Map<string, number>();
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    if (latencyMs > 0) await sleep(latencyMs);
    const name = nameOf(request);
    const body = Buffer.concat(parts);
    const isOfEnds = name === "SQS ReceiveMessage" && body.includes("/worker-ends");
    const counted = isOfEnds ? `${name} of ends` : name;
    counts.set(counted, (counts.get(counted) ?? 0) + 1);
    answer(name, body, response, queue);
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has this address
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    counts,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** `SQS ReceiveMessage`, `S3 PUT`, `Lambda Invoke`, `SNS Publish`. */
function nameOf({ method = "", url = "", headers }: IncomingMessage): string {
  const target = String(headers["x-amz-target"] ?? "");
  const [service = "", action = ""] = target.split(".");
  if (service === "AmazonSQS") return `SQS ${action}`;
  if (service === "secretsmanager") return `SecretsManager ${action}`;
  if (url.startsWith("/2015-03-31/functions/")) return "Lambda Invoke";
  return url === "/" && method === "POST" ? "SNS Publish" : `S3 ${method}`;
}

function answer(name: string, body: Buffer, response: ServerResponse, queue: MockQueue): void {
  if (name === "Lambda Invoke") {
    const requestPayload: unknown = JSON.parse(body.toString("utf8"));
    queue.ends?.push(JSON.stringify({ version: "1.0", requestPayload }));
    return void response.writeHead(202).end();
  }
  if (name === "S3 GET" || name === "S3 HEAD") return void response.writeHead(404).end();
  if (name === "S3 POST")
    // The first answer begins an upload in parts, the other ends it: each reads its own element.
    return void response.end('<Result><UploadId>1</UploadId><ETag>"1"</ETag></Result>');
  if (name.startsWith("S3")) return void response.writeHead(200, { etag: '"1"' }).end();
  if (name === "SNS Publish")
    return void response
      .writeHead(200, { "content-type": "text/xml" })
      .end(
        "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>",
      );
  const json = name.startsWith("SQS")
    ? answerQueue(name.slice("SQS ".length), JSON.parse(body.toString("utf8")), queue)
    : { SecretString: secret };
  response
    .writeHead(200, { "content-type": "application/x-amz-json-1.0" })
    .end(JSON.stringify(json));
}
