import {
  albumCover,
  type LeftOutLink,
  type LinkRecord,
  type PostRecord,
} from "@reddit-crawler/message-schema";

/**
 * A post's outcome by those of its links, with the first link's reason when no picture could be had. A cover that is all
 * of its album is a part of the post, not the whole.
 */
export function postOutcome(links: readonly LinkRecord[]): Pick<PostRecord, "outcome" | "reason"> {
  const stored = links.filter(({ key }) => key !== undefined);
  const whole = stored.filter(({ reason }) => reason !== albumCover);
  if (whole.length === links.length) return { outcome: "stored" };
  if (stored.length > 0) return { outcome: "partly-stored" };
  const reason = links.find((link) => link.reason !== undefined)?.reason;
  return { outcome: "nothing-stored", ...(reason !== undefined && { reason }) };
}

/** The record of a link that the listing alone decided. */
export function leftOutRecord(link: LeftOutLink): LinkRecord {
  return { ...link, outcome: "unavailable" };
}

/** `links` by position and item; those without a position last, as they came. */
export function inPostOrder(links: readonly LinkRecord[]): LinkRecord[] {
  return links.toSorted(
    (a, b) => (a.position ?? Infinity) - (b.position ?? Infinity) || (a.item ?? 0) - (b.item ?? 0),
  );
}
