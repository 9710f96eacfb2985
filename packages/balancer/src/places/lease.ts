import { contended, type JsonObjects } from "@reddit-crawler/bucket/json-objects";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";

import { formatRecord, parseRecord, type OpenRecord } from "./places-record.ts";

/** Milliseconds; chosen: how long a balancer may start workers without a word, and so how long a dead one is waited for. */
const leaseMs = 20_000;
/** Milliseconds; chosen: a renewal that fails has the time for another one. */
const renewedAfterMs = 6000;
/** Milliseconds: invocations begin at once; one that Lambda throttles is sent again, each for 4 s, 0.2 s apart. */
const neededMs = 9000;
/** Chosen, as S3 answers 409 only while another put is under way. */
const mostConflicts = 3;

/** What keeping places needs of the world. */
export interface PlacesPorts {
  objects: JsonObjects;
  clock: Clock;
  log: Log;
}

/** Where the lease is kept. */
export interface LeasePlace {
  key: string;
  queueUrl: string;
  /** The version of what is there, which this lease is to replace; undefined for nothing. */
  found: string | undefined;
  /** A name that no other balancer has. */
  holder: string;
}

/** The right to start workers. */
export interface Lease {
  /**
   * Takes the lease or renews it, where that is due, so that it lasts for all invocations that begin now. False when it
   * is another balancer's. @throws what the bucket throws, once the lease does not last that long.
   */
  hold: () => Promise<boolean>;
  /** Puts a text in the lease's place, unless another balancer has it or it was never taken. @throws what the bucket throws. */
  end: (text: () => string) => Promise<void>;
}

/**
 * A lease in the bucket, by conditional writes alone. It may be renewed behind its end, as long as nobody else took it.
 * `recordUntil` is what it says while it lasts.
 */
export function createLease(
  { objects, clock, log }: PlacesPorts,
  { key, queueUrl, found, holder }: LeasePlace,
  recordUntil: (untilMs: number) => OpenRecord,
): Lease {
  let isTaken = false;
  let untilMs = -Infinity;
  const leftMs = () => untilMs - clock.now();

  const read = async () => {
    const stored = await objects.read(key);
    const record = parseRecord(stored?.text, queueUrl, clock.now());
    return { version: stored?.version, isOurs: record.kind === "open" && record.holder === holder };
  };

  /** False when it is not what was found any more, nor this lease. An answer that was lost looks like another's put. */
  const take = async (text: string): Promise<boolean> => {
    for (let conflicts = 0; conflicts < mostConflicts; conflicts++) {
      if (await objects.replace(key, text, found)) return true;
      const { version, isOurs } = await read();
      if (isOurs || version !== found) return isOurs;
    }
    throw contended(key);
  };

  const replaceOwn = async (text: string): Promise<boolean> => {
    for (let conflicts = 0; conflicts < mostConflicts; conflicts++) {
      const { version, isOurs } = await read();
      if (!isOurs) return false;
      if (await objects.replace(key, text, version)) return true;
    }
    throw contended(key);
  };

  const renew = async (): Promise<boolean> => {
    const nextMs = clock.now() + leaseMs;
    const text = formatRecord(recordUntil(nextMs), queueUrl);
    if (!(await (isTaken ? replaceOwn(text) : take(text)))) return false;
    isTaken = true;
    untilMs = nextMs;
    return true;
  };

  return {
    async hold() {
      const isRenewed = leftMs() > leaseMs - renewedAfterMs;
      // More than a whole lease is left where the clock was set back: another balancer may have taken it.
      if (isRenewed && leftMs() <= leaseMs) return true;
      do {
        try {
          if (await renew()) continue;
          log.info("another-balancer-works");
          return false;
        } catch (error) {
          if (leftMs() < neededMs) throw error;
          log.warn("lease-not-renewed", { error });
        }
      } while (leftMs() < neededMs);
      return true;
    },
    async end(text) {
      if (isTaken) await replaceOwn(text());
    },
  };
}
