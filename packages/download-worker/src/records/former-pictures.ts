import type { LinkRecord, PostRecord } from "@reddit-crawler/message-schema";

/** The outcome of a post whose links are not all decided; found beside its pictures only. */
export const unfinished = "unfinished";

/** What an earlier delivery or crawl found out about a post. */
export interface FormerPictures {
  /** The record of this very crawl, when it has decided the post. */
  settled: PostRecord | undefined;
  /** What is known of the link whose candidates these are: its picture, or what this crawl decided about it before. */
  ofLink(urls: readonly string[]): LinkRecord | undefined;
  /** The pictures of an album or page, when every one that it held is stored, and in the best copy. */
  ofPage(page: string): LinkRecord[] | undefined;
  /** Every picture that is stored. */
  stored: LinkRecord[];
}

/**
 * The use that `crawlId` has of `record`. A picture that another crawl put counts as `already-stored`; what another
 * crawl could not get is not known, since it may be there today.
 */
export function formerPictures(record: PostRecord | undefined, crawlId: string): FormerPictures {
  const ownCrawl = record?.crawlId === crawlId;
  const everyLink = record?.links ?? [];
  const links = ownCrawl
    ? everyLink
    : everyLink.filter((link) => link.key !== undefined).map(alreadyStored);
  const finished = record !== undefined && record.outcome !== unfinished;
  return {
    settled: ownCrawl && finished ? record : undefined,
    ofLink: (urls) => links.find((link) => link.url !== undefined && urls.includes(link.url)),
    ofPage(page) {
      const ofPage = (link: LinkRecord) => link.page === page;
      const isBest = (link: LinkRecord) => link.key !== undefined && link.insteadOf === undefined;
      const wasWhole = finished && everyLink.filter(ofPage).every(isBest);
      const stored = links.filter(ofPage);
      return wasWhole && stored.length > 0 ? stored : undefined;
    },
    stored: links.filter((link) => link.key !== undefined),
  };
}

function alreadyStored(link: LinkRecord): LinkRecord {
  return { ...link, outcome: "already-stored" };
}
