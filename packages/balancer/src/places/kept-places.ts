import { randomUUID } from "node:crypto";

import { balancerStateKey } from "@reddit-crawler/message-schema/storage-keys";

import { createLease, type PlacesPorts } from "./lease.ts";
import { emptyPlaces, Places, type PlacesState, type PlaceTimes } from "./places.ts";
import { formatRecord, parseRecord, type OpenRecord, type PlacesRecord } from "./places-record.ts";

/** Milliseconds; a balancer whose time ends later than that was started by the same tick, and not by the one before. */
const handoverMs = 20_000;
/** Milliseconds between two looks whether the balancer before this one has ended. */
const handoverPollMs = 500;

/** Whose places they are, and for how long. */
export interface PlacesOwner {
  queueUrl: string;
  /** How many workers may run at once. */
  places: number;
  times: PlaceTimes;
  /** When this balancer's time is over, in milliseconds since 1970. */
  endsAtMs: number;
}

/** The places of one round. */
export interface KeptPlaces {
  places: Places;
  /**
   * Holds the places for this balancer: takes the lease before it hears of the first end or starts the first worker, and
   * renews it when that is due. False when another balancer holds them. @throws what the bucket throws.
   */
  hold: () => Promise<boolean>;
  /** Saves the places for the next balancer; one that never held them has nothing to save. @throws what the bucket throws. */
  close: () => Promise<void>;
}

/**
 * The places as the balancer before left them. While that one is about to end, this waits for it; undefined when another
 * one has only just begun. One that died is followed when its lease is over. @throws what the bucket throws.
 */
export async function loadPlaces(
  ports: PlacesPorts,
  owner: PlacesOwner,
): Promise<KeptPlaces | undefined> {
  const { objects, clock } = ports;
  const { queueUrl, endsAtMs } = owner;
  const key = balancerStateKey(queueUrl);
  let stored = await objects.read(key);
  let record = parseRecord(stored?.text, queueUrl, clock.now());
  // One that ends so long behind this one, which began later, wrote before the clock was set back.
  const isHeld = (found: PlacesRecord): found is OpenRecord =>
    found.kind === "open" && found.untilMs > clock.now() && found.endsAtMs <= endsAtMs + handoverMs;
  while (isHeld(record)) {
    if (record.endsAtMs - clock.now() > handoverMs) return undefined;
    await clock.sleep(handoverPollMs);
    stored = await objects.read(key);
    record = parseRecord(stored?.text, queueUrl, clock.now());
  }

  const places = new Places(owner.times, stateAfter(record, owner.places));
  const found = stored?.version;
  const holder = randomUUID();
  const lease = createLease(ports, { key, queueUrl, found, holder }, (untilMs) => ({
    kind: "open",
    untilMs,
    endsAtMs,
    places: owner.places,
    holder,
  }));
  return {
    places,
    hold: lease.hold,
    close: () => lease.end(() => formatRecord({ kind: "closed", state: places.state }, queueUrl)),
  };
}

/**
 * What is known after the balancer that left `record`. Of one that died it is known that it started no worker behind its
 * lease, and never more at once than it had places. Which of them run is not: it may have died with none at work, or
 * behind the start of the last. So each place counts as taken by a worker without a name that began at the lease's end.
 */
function stateAfter(record: PlacesRecord, places: number): PlacesState {
  if (record.kind === "closed") return record.state;
  const length = Math.max(record.places, places);
  const atWork = Array.from({ length }, () => ({ startedAtMs: record.untilMs }));
  return { ...emptyPlaces, atWork };
}
