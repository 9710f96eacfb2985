import type { FauxqsServer } from "fauxqs";

import type { Wiring } from "../wiring.ts";
import type { FastifyServer } from "./loopback-fauxqs.ts";
import { sqsCall } from "./sqs-call.ts";

/** Milliseconds between two looks at the clock: what is received in between keeps its own timeout. */
const pollMs = 200;
/** Milliseconds: less is how a clock is set right bit by bit. */
const leastJumpMs = 2000;

/** How the emulator's queues are kept right when this machine's clock is set. */
export interface FollowedClock {
  /** Resolves once a jump until now is made up for. */
  settle: () => Promise<void>;
  stop: () => void;
}

/**
 * Ends timeouts and delays when they were to end, although this machine's clock was set back: fauxqs keeps them as times of
 * day, so that a message would wait for as long as the clock was set back. A clock that is set forward only ends them
 * early, which SQS may do as well. `onLog` hears of what could not be changed.
 */
export function followClock(
  queueNames: readonly string[],
  { fauxqs, fastify, onLog }: Pick<Wiring, "fauxqs" | "fastify" | "onLog">,
): FollowedClock {
  // Nobody sets `performance.now()`.
  const ahead = () => Date.now() - performance.now();
  let last = ahead();
  const onError = (error: unknown) =>
    onLog({ function: "stack", line: `After the clock was set back: ${String(error)}` });
  let settled = Promise.resolve();
  const makeUp = async () => {
    const setBackMs = last - ahead();
    last = ahead();
    if (setBackMs < leastJumpMs) return;
    await Promise.all(
      queueNames.map((name) => shiftBack(name, setBackMs, fauxqs, fastify).catch(onError)),
    );
  };
  const settle = () => (settled = settled.then(makeUp));
  const timer = setInterval(() => void settle(), pollMs);
  return { settle, stop: () => clearInterval(timer) };
}

async function shiftBack(
  QueueUrl: string,
  setBackMs: number,
  fauxqs: Pick<FauxqsServer, "inspectQueue">,
  fastify: Pick<FastifyServer, "inject">,
): Promise<void> {
  const messages = fauxqs.inspectQueue(QueueUrl)?.messages;
  if (!messages) return;
  const nowMs = Date.now();
  /** What is left of a time that was kept before; negative for one that was kept since. */
  const leftMs = (untilMs: number) => untilMs - nowMs - setBackMs;
  for (const message of messages.delayed)
    if (message.delayUntil !== undefined && leftMs(message.delayUntil) > -leastJumpMs)
      message.delayUntil -= setBackMs;
  for (const { receiptHandle: ReceiptHandle, visibilityDeadline } of messages.inflight) {
    const left = leftMs(visibilityDeadline);
    if (left <= -leastJumpMs) continue;
    const VisibilityTimeout = Math.max(1, Math.ceil(left / 1000));
    await sqsCall(fastify, "ChangeMessageVisibility", {
      QueueUrl,
      ReceiptHandle,
      VisibilityTimeout,
    });
  }
}
