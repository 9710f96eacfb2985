import type { AwsClientLimits } from "@reddit-crawler/function-runtime/aws-client-limits";

import { abortReason, type FunctionProcess } from "../function-process.ts";
import { ServiceError } from "./service-error.ts";

/** One request to an AWS service, as a stage's SDK client sends it. */
export interface ServiceCall<Answer> {
  /** Such as `sqs:DeleteMessage`. */
  operation: string;
  /** What it is about, for the story. */
  about: string;
  /** What the service does, at one instant. @throws {ServiceError} when the service refuses. */
  effect: () => Answer;
  signal?: AbortSignal | undefined;
}

/**
 * Sends `call` with the SDK's own retries. Before and after its effect the process may die; the answer may be late or
 * lost although the effect has happened.
 */
export async function callService<Answer>(
  process: FunctionProcess,
  call: ServiceCall<Answer>,
  { attempts, answerMs }: AwsClientLimits,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptCall(process, call, answerMs);
    } catch (error) {
      if (!(error instanceof ServiceError) || !error.isRetriedBySdk) throw error;
      if (attempt >= attempts) throw error;
      const backoffMs = process.world.random.between(0, 100 * 2 ** attempt);
      await process.clock.sleep(backoffMs, call.signal);
    }
  }
}

function attemptCall<Answer>(
  process: FunctionProcess,
  call: ServiceCall<Answer>,
  timeoutMs: number,
): Promise<Answer> {
  const { world } = process;
  const { faults, random, timeline } = world;
  const { signal } = call;
  // What a dead process asks for is never asked.
  if (process.isDead) return new Promise(() => {});
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortReason(signal));
    signal?.addEventListener("abort", () => reject(abortReason(signal)), { once: true });
    const log = (how: string) =>
      world.log(process.name, () => `${call.operation} ${call.about} ${how}`);
    const timeOut = () => {
      log("gets no answer");
      process.after(timeoutMs, () => reject(new ServiceError("TimeoutError", undefined)));
    };

    if (process.diesAt(call.operation, "before")) return;
    if (faults.strikes("function hangs")) return log("hangs");
    const slowMs = () => (faults.strikes("answer slow") ? random.between(100, timeoutMs - 500) : 0);
    timeline.after(random.between(2, 30) + slowMs() / 2, () => {
      // The request is on its way already: the death of its sender may come too late to stop it.
      if (process.isDead && random.chance(500)) return;
      const fault = faults.strikes("service error")
        ? new ServiceError("InternalError", random.pick([500, 503]))
        : faults.strikes("service throttles") &&
          new ServiceError("ThrottlingException", random.pick([400, 429, 503]));
      if (fault) {
        log(fault.message);
        return void process.after(random.between(2, 30), () => reject(fault));
      }
      let settle: () => void;
      try {
        const answer = call.effect();
        settle = () => resolve(answer);
        log(answerText(answer));
      } catch (error) {
        if (!(error instanceof ServiceError)) return world.violate("simulation", String(error));
        settle = () => reject(error);
        log(error.message);
      }
      if (process.isDead) return;
      if (process.diesAt(call.operation, "after")) return;
      if (faults.strikes("answer lost")) return timeOut();
      process.after(random.between(2, 30) + slowMs() / 2, settle);
    });
  });
}

function answerText(answer: unknown): string {
  return typeof answer === "string" ? `-> ${answer}` : "-> ok";
}

/** The part of an SDK client that the stages' adapters use. */
type Send = (
  command: unknown,
  options?: { abortSignal?: AbortSignal },
) => Promise<Record<string, unknown>>;

/** A client whose requests end in `send`. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- says which client it stands in for
export function sdkClient<Client>(send: Send): Client {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the adapters call nothing else of a client
  return { send } as Client;
}
