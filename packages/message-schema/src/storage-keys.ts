import { mirroredCrawlId } from "./crawl-id.ts";

/** `crawls/<crawl id>/`: everything that is kept of one crawl. */
export function crawlPrefix(crawlId: string): string {
  return `crawls/${crawlId}/`;
}

/** `crawls/<crawl id>/crawl.json`: the crawl's summary. */
export function crawlSummaryKey(crawlId: string): string {
  return `crawls/${crawlId}/crawl.json`;
}

/**
 * `crawls/<crawl id>/continuation.json`: the crawl request that goes on behind the last page whose posts are safe. It
 * stays when the listing is over.
 */
export function crawlContinuationKey(crawlId: string): string {
  return `crawls/${crawlId}/continuation.json`;
}

/** `crawls/<crawl id>/posts/`: where the outcome records of a crawl's posts are. */
export function postRecordPrefix(crawlId: string): string {
  return `crawls/${crawlId}/posts/`;
}

/**
 * `crawls/<crawl id>/posts/<post id>.<counts>.json`: one post's outcome in one crawl. `counts` are what it adds to the
 * crawl's totals, as `textOfCounts` writes them; earlier versions wrote none, and counted in tallies. A post that was
 * decided twice may have two.
 */
export function postRecordKey(crawlId: string, postId: string, counts?: string): string {
  return `${postRecordPrefix(crawlId)}${postId}${counts === undefined ? "" : `.${counts}`}.json`;
}

/** What sorts after every record of this post, and before that of any other which does. */
export function afterPostRecords(crawlId: string, postId: string): string {
  return `${postRecordPrefix(crawlId)}${postId}/`;
}

/** `crawls/<crawl id>/given-up/`: where the posts are that the queue gave up on. */
export function givenUpPrefix(crawlId: string): string {
  return `crawls/${crawlId}/given-up/`;
}

/** `crawls/<crawl id>/given-up/<post id>.<counts>.json`: such a post. It stays when the post is decided after all. */
export function givenUpKey(crawlId: string, postId: string, counts: string): string {
  return `${givenUpPrefix(crawlId)}${postId}.${counts}.json`;
}

/** The post and the counts that a key of `postRecordKey` or `givenUpKey` names. */
export function postOfKey(key: string): { postId: string; counts: string | undefined } {
  const name = key.slice(key.lastIndexOf("/") + 1, -".json".length);
  const [postId = "", ...counts] = name.split(".");
  return { postId, counts: counts.length === 0 ? undefined : counts.join(".") };
}

/**
 * `media/<subreddit>/<post id>/<nn>.<ext>`: one picture; nn is its position in the post, from 01.
 * `item` is its place in an album that is one link among others: `<nn>-<mm>.<ext>`. `edition` tells a picture from
 * another one that already has this name, since an edited post may link something else at the same position.
 */
export function pictureKey(
  subreddit: string,
  postId: string,
  position: number,
  extension: string,
  more: { item?: number | undefined; edition?: string | undefined } = {},
): string {
  const name = [twoDigits(position)];
  if (more.item !== undefined) name.push(twoDigits(more.item));
  if (more.edition !== undefined) name.push(more.edition);
  return `media/${subreddit}/${postId}/${name.join("-")}.${extension}`;
}

function twoDigits(place: number): string {
  return String(place).padStart(2, "0");
}

/** `media/<subreddit>/`: where the pictures and latest records of its posts are. */
export function subredditPrefix(subreddit: string): string {
  return `media/${subreddit}/`;
}

/** `media/<subreddit>/<post id>/post.json`: the latest outcome record, beside the pictures it speaks of. */
export function latestPostRecordKey(subreddit: string, postId: string): string {
  return `media/${subreddit}/${postId}/post.json`;
}

/**
 * `media/_by-sha256/<hex>.json`: which picture with these bytes was stored first. No subreddit's name begins with `_`.
 */
export function pictureClaimKey(sha256: string): string {
  return `media/_by-sha256/${sha256}.json`;
}

/** `hosts/<hostname>.json`: until when a picture host's cooldown lasts. */
export function hostRestKey(hostname: string): string {
  return `hosts/${hostname}.json`;
}

/** The client id that imgur's page gives its visitors; no host has such a name. The bucket forgets it after a day. */
export const imgurPageIdKey = "hosts/imgur-client-id.json";

/** `state/page-<hex>.json`: what a host answered about a page, under the SHA-256 of the page's address. */
export function pageAnswerKey(sha256: string): string {
  return `state/page-${sha256}.json`;
}

/** When Reddit's API may be asked next. */
export const redditGateKey = "state/reddit-gate.json";

/** When Reddit's public feed may be asked next. */
export const feedGateKey = "state/feed-gate.json";

/** When the archive may be asked next. */
export const archiveGateKey = "state/archive-gate.json";

/** `state/balancer/<name of the post queue>.json`: which workers run; two stacks may share a bucket, and no queue. */
export function balancerStateKey(postQueueUrl: string): string {
  return `state/balancer/${new URL(postQueueUrl).pathname.split("/").at(-1)}.json`;
}

/** `crawls/<crawl id>/tally/<shard>.json`: one part of a crawl's tally. */
export function crawlTallyKey(crawlId: string, shard: number): string {
  return `crawls/${crawlId}/tally/${shard}.json`;
}

/** `crawls/<crawl id>/totals.json`: what the decided posts of a large crawl added up to at the latest check. */
export function crawlTotalsKey(crawlId: string): string {
  return `crawls/${crawlId}/totals.json`;
}

/** `crawls/<crawl id>/finished.json`: exists once the crawl's end was announced. */
export function crawlFinishedKey(crawlId: string): string {
  return `crawls/${crawlId}/finished.json`;
}

/** Every crawl has one object with this prefix, the newest first. */
export const crawlIndexPrefix = "crawl-index/";

/**
 * `crawl-index/<mirrored crawl id>`: the crawl id with each character mirrored in the alphabet. S3 lists keys in ascending
 * order, so the newest crawl comes first.
 */
export function crawlIndexKey(crawlId: string): string {
  return crawlIndexPrefix + mirroredCrawlId(crawlId);
}

/** The crawl that an object below `crawlIndexPrefix` stands for. */
export function crawlIdOfIndexKey(key: string): string {
  return mirroredCrawlId(key.slice(crawlIndexPrefix.length));
}

/** `imports/<id>.jsonl`: posts of a file, one in each line, which a crawl of the source `file` lists. The id is made as a crawl's. */
export function importObjectKey(id: string): string {
  return `imports/${id}.jsonl`;
}
