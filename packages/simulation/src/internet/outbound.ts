import { text } from "node:stream/consumers";

import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type {
  OutboundHttp,
  OutboundRequest,
} from "@reddit-crawler/function-runtime/http/outbound-http";

import type { FunctionProcess } from "../function-process.ts";

/** How a host answers: with a body in chunks, the pause before each, and how it ends; or not at all. */
export type HostAnswer =
  | {
      status: number;
      headers?: Record<string, string>;
      chunks?: readonly Uint8Array[];
      pauseMs?: number;
      /** The code of the error that ends the body in the place of its end. */
      breaksWith?: FailureCode;
    }
  | { noAnswer: FailureCode; afterMs: number };

/** How a stage's way out behaves in the simulation. */
export interface OutboundOptions {
  answer: (request: OutboundRequest) => HostAnswer;
  /** False where a signal follows the machine's own time, which means nothing here. */
  heedsSignal: boolean;
}

/** The way out of `process`: every request is a place to die, every wait one to be cut short. */
export function outboundHttp(
  process: FunctionProcess,
  { answer, heedsSignal }: OutboundOptions,
): OutboundHttp {
  const { world } = process;
  const { random } = world;

  return async (request) => {
    const { url } = request;
    const signal = heedsSignal ? request.signal : undefined;
    const operation = `${request.method ?? "GET"} ${url.hostname}`;
    const what = `${request.method ?? "GET"} ${url.href}`;
    if (process.isDead) return new Promise(() => {});
    if (process.diesAt(operation, "before")) return new Promise(() => {});
    const given = answer(request);
    const outcome = "noAnswer" in given ? given.noAnswer : `${given.status}`;
    world.log(process.name, () => `${what} -> ${outcome}`);
    if ("noAnswer" in given) {
      await pause(process, given.afterMs, signal);
      throw new RetryableError(given.noAnswer, `${what}: ${given.noAnswer}`);
    }
    await pause(process, random.between(20, 400), signal);
    if (process.diesAt(operation, "after")) return new Promise(() => {});
    const { status, headers = {}, chunks = [], pauseMs = 5, breaksWith } = given;
    const body = (async function* () {
      for (const chunk of chunks) {
        await pause(process, pauseMs, signal);
        yield chunk;
      }
      if (breaksWith !== undefined) throw new RetryableError(breaksWith, `${what}: ${breaksWith}`);
    })();
    return {
      status,
      headers,
      body,
      text: () => text(body),
      discard: async () => {},
    };
  };
}

/** Waits in virtual time; fails like the real way out when `signal` fires. */
async function pause(
  process: FunctionProcess,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  await process.wait(ms, signal).catch((cause: Error) => {
    if (cause.name !== "TimeoutError") throw cause;
    throw new RetryableError("total-timeout", "took too long", { cause });
  });
}
