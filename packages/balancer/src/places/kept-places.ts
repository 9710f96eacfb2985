import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { balancerStateKey } from "@reddit-crawler/message-schema/storage-keys";

import { emptyPlaces, Places, type PlacesState, type PlaceTimes } from "./places.ts";
import { formatRecord, parseRecord, type PlacesRecord } from "./places-record.ts";

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
   * Says in the bucket that workers are being started, once a round and before the first. False when another balancer
   * said so first. @throws what the bucket throws.
   */
  open: () => Promise<boolean>;
  /** Saves the places for the next balancer, if they have changed. @throws what the bucket throws. */
  close: () => Promise<void>;
}

/**
 * The places as the balancer before left them. While it is about to end, this waits for it; undefined when another one
 * has only just begun. After one that died within a round nobody knows which workers run: then all its places count as
 * taken. @throws what the bucket throws.
 */
export async function loadPlaces(
  objects: JsonObjects,
  clock: Clock,
  owner: PlacesOwner,
): Promise<KeptPlaces | undefined> {
  const key = balancerStateKey(owner.queueUrl);
  let stored = await objects.read(key);
  let record = parseRecord(stored?.text, owner.queueUrl, clock.now());
  while (record.kind === "open" && record.untilMs > clock.now()) {
    if (record.untilMs - clock.now() > handoverMs) return undefined;
    await clock.sleep(handoverPollMs);
    stored = await objects.read(key);
    record = parseRecord(stored?.text, owner.queueUrl, clock.now());
  }

  const places = new Places(owner.times, stateAfter(record, owner.places));
  let isOpen = false;
  let saved = record.kind === "closed" ? JSON.stringify(places.state) : "";
  return {
    places,
    open: async () => {
      if (isOpen) return true;
      const text = formatRecord(
        { kind: "open", untilMs: owner.endsAtMs, places: owner.places },
        owner.queueUrl,
      );
      isOpen = await objects.replace(key, text, stored?.version);
      saved = "";
      return isOpen;
    },
    close: async () => {
      const state = JSON.stringify(places.state);
      if (state === saved) return;
      const text = formatRecord({ kind: "closed", state: places.state }, owner.queueUrl);
      // Nobody else writes as long as this balancer's time lasts; one that opened nothing has only forgotten workers.
      if (isOpen) await objects.put(key, text);
      else await objects.replace(key, text, stored?.version);
      saved = state;
    },
  };
}

/** What is known after the balancer that left `record`. */
function stateAfter(record: PlacesRecord, places: number): PlacesState {
  if (record.kind === "closed") return record.state;
  const length = Math.max(record.places, places);
  const atWork = Array.from({ length }, () => ({ startedAtMs: record.untilMs }));
  return { ...emptyPlaces, atWork };
}
