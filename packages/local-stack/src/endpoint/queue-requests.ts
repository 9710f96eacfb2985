import { createHash } from "node:crypto";

import type { FauxqsServer } from "fauxqs";
import * as z from "zod/mini";

import { decodeMessageText, encodeMessageText } from "../emulator/message-text.ts";
import { queueDepth } from "../emulator/queue-depth.ts";
import { AwsError } from "./aws-error.ts";
import { readBody, type Handler } from "./loopback-server.ts";
import { endToEndHeaders, type Upstream } from "./upstream.ts";

const inputSchema = z.looseObject({
  QueueUrl: z.optional(z.string()),
  MessageBody: z.optional(z.string()),
  Entries: z.optional(
    z.array(z.looseObject({ Id: z.string(), MessageBody: z.optional(z.string()) })),
  ),
});
const answerSchema = z.looseObject({
  MD5OfMessageBody: z.optional(z.string()),
  Successful: z.optional(z.array(z.looseObject({ Id: z.string() }))),
  Messages: z.optional(z.array(z.looseObject({ Body: z.string() }))),
  Attributes: z.optional(z.record(z.string(), z.string())),
});
type Input = z.output<typeof inputSchema>;
type Answer = z.output<typeof answerSchema>;

/** The largest request that SQS takes is 1 MiB of messages; JSON may write each character as six. */
const maxRequestBytes = 8 * 1_048_576;

/** Passes SQS's JSON requests on, closing two gaps of fauxqs 2.4.1: characters above U+FFFF, and stale queue depths. */
export function createQueueRequests(upstream: Upstream, fauxqs: FauxqsServer): Handler {
  return async (request, response) => {
    const body = await readBody(request, maxRequestBytes);
    if (!body) throw new AwsError(413, "RequestEntityTooLarge", "SQS takes 1 MiB of messages");
    const input = z.safeParse(inputSchema, parseJson(body));
    const answer = await upstream.ask(
      request,
      input.success ? Buffer.from(JSON.stringify(encoded(input.data))) : body,
    );
    const output = z.safeParse(answerSchema, parseJson(answer.body));
    const completed =
      input.success && output.success
        ? Buffer.from(JSON.stringify(completeAnswer(output.data, input.data, fauxqs)))
        : answer.body;
    response
      .writeHead(answer.status, {
        ...endToEndHeaders(answer.headers),
        "content-length": String(completed.length),
      })
      .end(completed);
  };
}

function encoded(input: Input): Input {
  return {
    ...input,
    ...(input.MessageBody !== undefined && { MessageBody: encodeMessageText(input.MessageBody) }),
    ...(input.Entries && {
      Entries: input.Entries.map((entry) =>
        entry.MessageBody === undefined
          ? entry
          : { ...entry, MessageBody: encodeMessageText(entry.MessageBody) },
      ),
    }),
  };
}

/** The SDK compares digests, so that each must be the one of the text that it sent or gets. */
function completeAnswer(answer: Answer, input: Input, fauxqs: FauxqsServer): Answer {
  const sent = new Map((input.Entries ?? []).map(({ Id, MessageBody }) => [Id, MessageBody]));
  return {
    ...answer,
    ...(answer.MD5OfMessageBody !== undefined && {
      MD5OfMessageBody: md5(input.MessageBody ?? ""),
    }),
    ...(answer.Successful && {
      Successful: answer.Successful.map((entry) => {
        const text = sent.get(entry.Id);
        return text === undefined ? entry : { ...entry, MD5OfMessageBody: md5(text) };
      }),
    }),
    ...(answer.Messages && {
      Messages: answer.Messages.map((message) => {
        const text = decodeMessageText(message.Body);
        return { ...message, Body: text, MD5OfBody: md5(text) };
      }),
    }),
    ...(answer.Attributes && { Attributes: withDepth(answer.Attributes, input.QueueUrl, fauxqs) }),
  };
}

function withDepth(
  attributes: Readonly<Record<string, string>>,
  queueUrl: string | undefined,
  fauxqs: FauxqsServer,
): Record<string, string> {
  const depth = queueDepth(fauxqs, queueUrl?.split("/").at(-1) ?? "", Date.now());
  const fresh: Record<string, number | undefined> = {
    ApproximateNumberOfMessages: depth?.visible,
    ApproximateNumberOfMessagesNotVisible: depth?.inFlight,
    ApproximateNumberOfMessagesDelayed: depth?.delayed,
  };
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, fresh[name]?.toString() ?? value]),
  );
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
