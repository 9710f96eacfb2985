import { crawlRequestSchema } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { FunctionWatch } from "../aws/lambda-function.ts";
import { workerFaults, type FaultKind } from "../faults.ts";
import type { World } from "../world.ts";

/** What of SQS's event names the request that a run of the loader works on. */
const sqsEventSchema = z.object({
  Records: z.tuple([
    z.object({
      messageId: z.string(),
      body: z.string(),
      receiptHandle: z.string(),
    }),
  ]),
});
/** Attempts that a message has to list its crawl: those behind them only announce that they failed. */
const mostAttempts = 3;

/** Faults that may keep the loader from saving or publishing how an attempt ended. */
const hinderingFaults: readonly FaultKind[] = [...workerFaults, "s3 conflict"];

/** Those of one message. */
const noAttempts = {
  begun: 0,
  running: 0,
  /** Whether two of them ran at once: they may have counted as one. */
  haveMet: false,
  /** How many failed while no fault kept them from saving and publishing it. */
  failedFreely: 0,
  hindrancesAtStart: 0,
};
type MessageAttempts = typeof noAttempts & { crawlId: string };

/** What is known of the attempts of each crawl request. */
export class ListingAttempts {
  readonly #world: World;
  readonly #byMessage = new Map<string, MessageAttempts>();
  /** Crawls of which two attempts ran at once, also of two messages: SNS may have got a request twice. */
  readonly #met = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Whether the last attempt of one of the crawl's requests has begun. */
  isLastBegun(crawlId: string): boolean {
    return this.#of(crawlId).some(({ begun }) => begun >= mostAttempts);
  }

  /** Whether all attempts of one of the crawl's requests have failed, each free to publish it. */
  haveFailed(crawlId: string): boolean {
    return this.#of(crawlId).some(
      ({ failedFreely, haveMet }) => !haveMet && failedFreely >= mostAttempts,
    );
  }

  /** Whether two attempts of the crawl ran at once: neither knew all that both sent. */
  haveMet(crawlId: string): boolean {
    return this.#met.has(crawlId);
  }

  /** What to call as the loader runs. */
  watch(): FunctionWatch {
    return {
      started: (event) => {
        const { messageId, body, receiptHandle } = sqsRecord(event);
        const { crawlId } = z.parse(crawlRequestSchema, JSON.parse(body));
        const attempts = this.#byMessage.get(messageId) ?? { ...noAttempts, crawlId };
        this.#byMessage.set(messageId, attempts);
        // A receive whose invocation Lambda throttled or dropped is spent, too.
        attempts.begun = Math.max(attempts.begun + 1, receiveOf(receiptHandle));
        attempts.running += 1;
        attempts.haveMet ||= attempts.running > 1;
        const running = this.#of(crawlId).reduce((sum, each) => sum + each.running, 0);
        if (running > 1) this.#met.add(crawlId);
        attempts.hindrancesAtStart = this.#hindrances;
      },
      ended: (event, end) => {
        const attempts = this.#byMessage.get(sqsRecord(event).messageId);
        if (!attempts) return;
        attempts.running -= 1;
        if ("error" in end && attempts.hindrancesAtStart === this.#hindrances)
          attempts.failedFreely += 1;
      },
    };
  }

  get #hindrances(): number {
    return this.#world.faults.count(...hinderingFaults);
  }

  #of(crawlId: string): MessageAttempts[] {
    return [...this.#byMessage.values()].filter((attempts) => attempts.crawlId === crawlId);
  }
}

/** The receive that a handle of the simulated queue is of, whatever a mutation tells the loader. */
function receiveOf(receiptHandle: string): number {
  return Number(/-(\d+)-\d+$/.exec(receiptHandle)?.[1] ?? 1);
}

function sqsRecord(event: unknown) {
  return z.parse(sqsEventSchema, event).Records[0];
}
