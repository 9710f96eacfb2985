import { crawlRequestSchema } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { FunctionWatch } from "../aws/lambda-function.ts";
import type { FaultKind } from "../faults.ts";
import type { World } from "../world.ts";
import { workerFaults } from "./worker-faults.ts";

/** What of SNS's event tells which request a run of the loader works on. */
const snsEventSchema = z.object({
  Records: z.tuple([z.object({ Sns: z.object({ MessageId: z.string(), Message: z.string() }) })]),
});

/** Faults of which the loader may not be able to save how a try ended, or to tell it. */
const hinderingFaults: readonly FaultKind[] = [...workerFaults, "s3 conflict"];

/** Those of one SNS message. */
class MessageTries {
  readonly crawlId: string;
  begun = 0;
  running = 0;
  /** Whether two of them ran at once: they may have counted as one. */
  haveMet = false;
  /** How many failed while no fault kept them from saving and telling it. */
  failedFreely = 0;
  hindrancesAtStart = 0;

  constructor(crawlId: string) {
    this.crawlId = crawlId;
  }
}

/** What Lambda knows of a request's tries, and the loader has to find out. */
export class ListingTries {
  readonly #world: World;
  /** How often Lambda runs an event that fails. */
  readonly #most: number;
  readonly #byMessage = new Map<string, MessageTries>();

  constructor(world: World, most: number) {
    this.#world = world;
    this.#most = most;
  }

  /** Whether Lambda has begun the last try of one of the crawl's requests. */
  isLastBegun(crawlId: string): boolean {
    return this.#of(crawlId).some(({ begun }) => begun >= this.#most);
  }

  /** Whether all tries of one of the crawl's requests have failed, each free to say so. */
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
        const tries = this.#byMessage.get(MessageId) ?? new MessageTries(crawlId);
        this.#byMessage.set(MessageId, tries);
        tries.begun += 1;
        tries.running += 1;
        tries.haveMet ||= tries.running > 1;
        tries.hindrancesAtStart = this.#hindrances;
      },
      ended: (event, end) => {
        const tries = this.#byMessage.get(snsRecord(event).MessageId);
        if (!tries) return;
        tries.running -= 1;
        if ("error" in end && tries.hindrancesAtStart === this.#hindrances) tries.failedFreely += 1;
      },
      givenUp: (event) => givenUp(snsRecord(event).Message),
    };
  }

  get #hindrances(): number {
    return this.#world.faults.count(...hinderingFaults);
  }

  #of(crawlId: string): MessageTries[] {
    return [...this.#byMessage.values()].filter((tries) => tries.crawlId === crawlId);
  }
}

function snsRecord(event: unknown) {
  return z.parse(snsEventSchema, event).Records[0].Sns;
}
