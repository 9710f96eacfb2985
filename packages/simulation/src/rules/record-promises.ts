import type { LinkRecord, PostMessage, PostRecord } from "@reddit-crawler/message-schema";

/** What the rules ask of the bucket and the hosts about pictures. */
export interface PictureFacts {
  /** The object under a picture's key. */
  pictureUnder: (key: string) => Buffer | undefined;
  /** The whole picture that a URL leads to for good; undefined when it leads to none. */
  pictureAt: (url: string) => Buffer | undefined;
  /** The files that a link to a URL asks for. */
  filesOf: (url: string) => readonly string[];
  /** Whether a host has ever asked to wait. */
  hasThrottled: (hostname: string) => boolean;
}

/** What a record promises is there, to the byte. */
function brokenPromise(links: readonly LinkRecord[], facts: PictureFacts): string | undefined {
  for (const { key, url = "", bytes, duplicateOf, page = "", item, position = 0 } of links) {
    if (key === undefined) continue;
    if (duplicateOf === key) return `${key} is called a duplicate of itself`;
    const album = facts.filesOf(page);
    const place = item ?? position;
    if (!album.includes(page) && album[place - 1] !== url)
      return `${key} is not picture ${place} of ${page}`;
    const stored = facts.pictureUnder(key);
    if (!stored) return `${key} is promised and not stored`;
    const original = facts.pictureAt(url);
    if (!original || !stored.equals(original)) return `${key} does not hold what ${url} is`;
    if (duplicateOf !== undefined && !facts.pictureUnder(duplicateOf)?.equals(stored))
      return `${key} is called a duplicate of ${duplicateOf}, which it is not`;
    if (bytes !== stored.length) return `${key} has ${stored.length} bytes, not ${bytes}`;
  }
  return undefined;
}

/** What is wrong with a record, compared with the messages that were sent; undefined when nothing is. */
export function problemOf(
  { links, reason }: PostRecord,
  sent: readonly PostMessage[],
  facts: PictureFacts,
): string | undefined {
  const broken = brokenPromise(links, facts);
  if (broken) return broken;
  // The loader records posts without pictures itself, also one whose linked post only another attempt found.
  if (sent.length === 0 || reason === "links-another-post")
    return links.some(({ key }) => key) ? "was never sent" : undefined;
  // A post that was edited between two attempts at a listing has two messages; one of them was carried out.
  const problems = sent.map((message) => missingPicture(message, links, facts));
  return problems.includes(undefined) ? undefined : problems[0];
}

function missingPicture(
  message: PostMessage,
  links: readonly LinkRecord[],
  facts: PictureFacts,
): string | undefined {
  const isStored = (urls: readonly string[]) =>
    links.some(({ key, url }) => key !== undefined && url !== undefined && urls.includes(url));
  for (const { position, candidates } of message.links) {
    const pages = candidates.filter(({ kind }) => kind === "page");
    if (pages.length > 0 && isRefusedByPage(position, links, facts)) continue;
    const wanted =
      pages.length > 0
        ? pages.flatMap(({ url }) => facts.filesOf(url)).map((url) => [url])
        : [candidates.map(({ url }) => url)];
    for (const urls of wanted) {
      const isThere = urls.some((url) => facts.pictureAt(url) !== undefined);
      if (isThere !== isStored(urls))
        return `position ${position} ${isThere ? "lacks" : "has"} the picture of ${urls[0]}`;
    }
  }
  return undefined;
}

/** Albums are for the next crawl where imgur's page or its script refused, which they do by 429 alone here. */
function isRefusedByPage(
  position: number,
  links: readonly LinkRecord[],
  { hasThrottled }: PictureFacts,
): boolean {
  const isRefused = links.some(
    (link) => link.position === position && link.reason === "imgur-page-refused",
  );
  return isRefused && (hasThrottled("imgur.com") || hasThrottled("s.imgur.com"));
}
