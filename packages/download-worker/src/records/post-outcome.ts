import type { LeftOutLink, LinkRecord, PostRecord } from "@reddit-crawler/message-schema";

/** A post's outcome by those of its links, with the first link's reason when no picture could be had. */
export function postOutcome(links: readonly LinkRecord[]): Pick<PostRecord, "outcome" | "reason"> {
  const stored = links.filter(({ key }) => key !== undefined).length;
  if (stored === links.length) return { outcome: "stored" };
  if (stored > 0) return { outcome: "partly-stored" };
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
