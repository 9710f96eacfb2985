import { crawlRequestSchema } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { FunctionWatch } from "../aws/lambda-function.ts";
import { workerFaults, type FaultKind } from "../faults.ts";
import type { World } from "../world.ts";

/** What of SNS's event names the request that a run of the loader works on. */
const snsEventSchema = z.object({
  Records: z.tuple([z.object({ Sns: z.object({ MessageId: z.string(), Message: z.string() }) })]),
});

/** Faults that may keep the loader from saving or publishing how an attempt ended. */
const hinderingFaults: readonly FaultKind[] = [...workerFaults, "s3 conflict"];

/** Those of one SNS message. */
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

/** What Lambda knows of a request's attempts, and the loader has to find out. */
export class ListingAttempts {
  readonly #world: World;
  /** How often Lambda runs an event that fails. */
  readonly #most: number;
  readonly #byMessage = new Map<string, MessageAttempts>();

  constructor(world: World, most: number) {
    this.#world = world;
    this.#most = most;
  }

  /** Whether Lambda has begun the last attempt of one of the crawl's requests. */
  isLastBegun(crawlId: string): boolean {
    return this.#of(crawlId).some(({ begun }) => begun >= this.#most);
  }

  /** Whether all attempts of one of the crawl's requests have failed, each free to publish it. */
  haveFailed(crawlId: string): boolean {
    return this.#of(crawlId).some(
      ({ failedFreely, haveMet }) => !haveMet && failedFreely >= this.#most,
    );
  }

  /** What to call as the loader runs. */
  watch(givenUp: (message: string) => void): FunctionWatch {
    return {
      started: (event) => {
        const { MessageId, Message } = snsRecord(event);
        const { crawlId } = z.parse(crawlRequestSchema, JSON.parse(Message));
        const attempts = this.#byMessage.get(MessageId) ?? { ...noAttempts, crawlId };
        this.#byMessage.set(MessageId, attempts);
        attempts.begun += 1;
        attempts.running += 1;
        attempts.haveMet ||= attempts.running > 1;
        attempts.hindrancesAtStart = this.#hindrances;
      },
      ended: (event, end) => {
        const attempts = this.#byMessage.get(snsRecord(event).MessageId);
        if (!attempts) return;
        attempts.running -= 1;
        if ("error" in end && attempts.hindrancesAtStart === this.#hindrances)
          attempts.failedFreely += 1;
      },
      givenUp: (event) => givenUp(snsRecord(event).Message),
    };
  }

  get #hindrances(): number {
    return this.#world.faults.count(...hinderingFaults);
  }

  #of(crawlId: string): MessageAttempts[] {
    return [...this.#byMessage.values()].filter((attempts) => attempts.crawlId === crawlId);
  }
}

function snsRecord(event: unknown) {
  return z.parse(snsEventSchema, event).Records[0].Sns;
}
