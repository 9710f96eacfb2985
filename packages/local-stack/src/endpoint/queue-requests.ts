import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import type { FauxqsServer } from "fauxqs";
import * as z from "zod/mini";

import { decodeMessageText, encodeMessageText } from "../emulator/message-text.ts";
import { queueDepth } from "../emulator/queue-depth.ts";
import type { TakenMessages } from "../emulator/taken-messages.ts";
import { AwsError } from "./aws-error.ts";
import { readBody, type Handler } from "./loopback-server.ts";
import { endToEndHeaders, type Upstream } from "./upstream.ts";

/** The largest request that SQS takes is 1 MiB of messages; JSON may write each character as six. */
const maxRequestBytes = 8 * 1_048_576;
/** Milliseconds for which messages that are taken out are passed over before a receive brings none: far below any client's timeout. */
const passingOverMs = 300;

const receivedSchema = z.looseObject({
  Messages: z.array(z.looseObject({ Body: z.string(), ReceiptHandle: z.string() })),
});

type Part = Readonly<Record<string, unknown>>;

/** The actions of SQS that carry messages or depths; fauxqs answers the others itself. */
export const hasGaps: ReadonlySet<string> = new Set([
  "AmazonSQS.SendMessage",
  "AmazonSQS.SendMessageBatch",
  "AmazonSQS.ReceiveMessage",
  "AmazonSQS.GetQueueAttributes",
]);

/**
 * Passes those of SQS's JSON requests on, closing two gaps of fauxqs 2.4.1: characters above U+FFFF, and stale queue depths.
 * What is `taken` out no receive brings.
 */
export function createQueueRequests(
  upstream: Upstream,
  fauxqs: FauxqsServer,
  taken: TakenMessages,
): Handler {
  const ask = async (request: IncomingMessage, input: Buffer, queueName: string) => {
    const untilMs = performance.now() + passingOverMs;
    for (;;) {
      const answer = await upstream.ask(request, input);
      const received = z.safeParse(receivedSchema, parseJson(answer.body.toString())).data;
      if (!received) return answer;
      const { Messages } = received;
      const left = await taken.sift(queueName, Messages);
      if (left.length === Messages.length) return answer;
      if (left.length > 0 || performance.now() > untilMs)
        return { ...answer, body: Buffer.from(JSON.stringify({ ...received, Messages: left })) };
    }
  };
  return async (request, response) => {
    const body = await readBody(request, maxRequestBytes);
    if (!body) throw new AwsError(413, "RequestEntityTooLarge", "SQS takes 1 MiB of messages");
    // By the id of their entry; a message that is sent alone has none.
    const sentTexts = new Map<unknown, string>();
    let queueName = "";
    const input = withParts(body, (part) => {
      if (typeof part["QueueUrl"] === "string")
        queueName = part["QueueUrl"].split("/").at(-1) ?? "";
      const text = part["MessageBody"];
      if (typeof text !== "string") return part;
      sentTexts.set(part["Id"], text);
      return { ...part, MessageBody: encodeMessageText(text) };
    });
    const answer = await ask(request, input, queueName);
    const completed = withParts(answer.body, (part) =>
      completePart(part, sentTexts, () => queueDepth(fauxqs, queueName, Date.now(), taken)),
    );
    response
      .writeHead(answer.status, {
        ...endToEndHeaders(answer.headers),
        "content-length": String(completed.length),
      })
      .end(completed);
  };
}

/** The SDK compares digests, so each must be the one of the text that it sent or gets. */
function completePart(
  part: Part,
  sentTexts: ReadonlyMap<unknown, string>,
  depth: () => ReturnType<typeof queueDepth>,
): Part {
  const sent = sentTexts.get(part["Id"]);
  if ("MD5OfMessageBody" in part && sent !== undefined)
    return { ...part, MD5OfMessageBody: md5(sent) };
  if (typeof part["Body"] === "string") {
    const text = decodeMessageText(part["Body"]);
    return { ...part, Body: text, MD5OfBody: md5(text) };
  }
  const names = Object.keys(part).filter((name) => name.startsWith("ApproximateNumberOfMessages"));
  if (names.length === 0) return part;
  const { visible, inFlight, delayed } = depth() ?? {};
  const fresh: Record<string, number | undefined> = {
    ApproximateNumberOfMessages: visible,
    ApproximateNumberOfMessagesNotVisible: inFlight,
    ApproximateNumberOfMessagesDelayed: delayed,
  };
  const counts = names.map((name) => [name, fresh[name]?.toString() ?? part[name]] as const);
  return { ...part, ...Object.fromEntries(counts) };
}

/** The JSON in `bytes` with each of its objects as `change` gives it; the same bytes where they hold no JSON. */
function withParts(bytes: Buffer, change: (part: Part) => Part): Buffer {
  try {
    const changed: unknown = JSON.parse(bytes.toString("utf8"), (_key, value: unknown) =>
      isPart(value) ? change(value) : value,
    );
    return Buffer.from(JSON.stringify(changed));
  } catch {
    return bytes;
  }
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
