import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import * as z from "zod/mini";

import { emptyPlaces, type PlacesState } from "./places.ts";

/** The lease of one balancer. Instants are in milliseconds since 1970. */
export interface OpenRecord {
  kind: "open";
  /** Until then it may start workers, unless it renews its lease before. */
  untilMs: number;
  /** When its own time is over. */
  endsAtMs: number;
  places: number;
  /** The balancer's own name; undefined when nobody knows it. */
  holder: string | undefined;
}

/** What the bucket says of the places. */
export type PlacesRecord =
  /** A balancer starts workers, or died doing so. */
  | OpenRecord
  /** The last balancer ended and left this. */
  | { kind: "closed"; state: PlacesState };

const instant = z.iso.datetime();
const recordSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("open"),
    queueUrl: z.string(),
    until: instant,
    // Records of an older balancer have neither: its lease was as long as its time.
    endsAt: z.optional(instant),
    holder: z.optional(z.string()),
    places: z.int().check(z.nonnegative()),
  }),
  z.object({
    kind: z.literal("closed"),
    queueUrl: z.string(),
    atWork: z.array(
      z.object({
        id: z.optional(z.string()),
        startedAt: instant,
        isUncounted: z.optional(z.boolean()),
      }),
    ),
    lastReportAt: z.optional(instant),
    isDeaf: z.boolean(),
  }),
]);

/**
 * What `text` says of the places of the queue at `queueUrl`. None and that of another queue, such as a former run's on
 * one machine, mean that no worker was started yet. What nobody can read may say anything: then every place is taken.
 */
export function parseRecord(
  text: string | undefined,
  queueUrl: string,
  nowMs: number,
): PlacesRecord {
  if (text === undefined) return { kind: "closed", state: emptyPlaces };
  const read = recordSchema.safeParse(parseJson(text));
  if (!read.success)
    return { kind: "open", untilMs: nowMs, endsAtMs: nowMs, places: 0, holder: undefined };
  const record = read.data;
  if (record.queueUrl !== queueUrl) return { kind: "closed", state: emptyPlaces };
  if (record.kind === "open") {
    const { until, endsAt = until, places, holder } = record;
    return {
      kind: "open",
      untilMs: Date.parse(until),
      endsAtMs: Date.parse(endsAt),
      places,
      holder,
    };
  }
  return {
    kind: "closed",
    state: {
      atWork: record.atWork.map(({ startedAt, ...worker }) => ({
        ...worker,
        startedAtMs: Date.parse(startedAt),
      })),
      lastReportMs: record.lastReportAt === undefined ? 0 : Date.parse(record.lastReportAt),
      isDeaf: record.isDeaf,
    },
  };
}

/** The record as it is stored: ISO instants, readable for people. */
export function formatRecord(record: PlacesRecord, queueUrl: string): string {
  if (record.kind === "open")
    return JSON.stringify({
      kind: "open",
      queueUrl,
      until: iso(record.untilMs),
      endsAt: iso(record.endsAtMs),
      places: record.places,
      holder: record.holder,
    });
  const { atWork, lastReportMs, isDeaf } = record.state;
  return JSON.stringify({
    kind: "closed",
    queueUrl,
    atWork: atWork.map(({ startedAtMs, ...worker }) => ({
      ...worker,
      startedAt: iso(startedAtMs),
    })),
    ...(lastReportMs > 0 && { lastReportAt: iso(lastReportMs) }),
    isDeaf,
  });
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
