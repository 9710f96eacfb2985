import type { Clock } from "@reddit-crawler/function-runtime/clock";

import { contended, type JsonObjects } from "./json-objects.ts";

/** Milliseconds; doubles with each attempt. */
const firstPauseMs = 20;
/** Milliseconds; chosen: a dozen attempts then take two seconds, in which S3 takes about fifty writes to one object. */
const longestPauseMs = 400;

/** What an update works with. */
export interface UpdateWorld {
  objects: Pick<JsonObjects, "read" | "replace">;
  clock: Pick<Clock, "sleep">;
  /** From 0 to below 1. */
  random: () => number;
}

/** What an update makes of an object: a new text, or none to leave it, and a value for the caller. */
export interface Update<Value> {
  text?: string;
  value: Value;
}

/**
 * Replaces the text at `key` by what `next` makes of it, once more whenever another writer came first, and returns the last
 * update's value. @throws {RetryableError} `object-contended` after `attempts`, with a growing random pause between two.
 */
export async function updateObject<Value>(
  key: string,
  { objects, clock, random }: UpdateWorld,
  attempts: number,
  next: (text: string | undefined) => Update<Value>,
): Promise<Value> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const found = await objects.read(key);
    const { text, value } = next(found?.text);
    if (text === undefined || (await objects.replace(key, text, found?.version))) return value;
    if (attempt < attempts)
      await clock.sleep(random() * Math.min(longestPauseMs, firstPauseMs * 2 ** attempt));
  }
  throw contended(key);
}
