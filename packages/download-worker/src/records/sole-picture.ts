import {
  pictureKey,
  type LinkCandidate,
  type LinkRecord,
  type PictureLink,
  type PostFacts,
  type PostMessage,
  type PostRecord,
} from "@reddit-crawler/message-schema";

import { sourceUrlText, type PictureStore } from "../store/picture-store.ts";
import { unfinished } from "./former-pictures.ts";

/** The place that a post's sole picture has. */
const solePosition = 1;

/**
 * Whether a picture of `extension` from `candidate` is all that there is to know of its post: the post links nothing
 * else, this is its best file, and the address names the type, so that its key can be told from the message alone.
 */
export function isSoleFile(
  { links, leftOut }: PostMessage,
  candidate: LinkCandidate,
  extension: string,
): boolean {
  const [link, ...others] = links;
  return (
    others.length === 0 &&
    leftOut.length === 0 &&
    link?.position === solePosition &&
    link.pending === undefined &&
    link.album !== true &&
    link.duplicateOf === undefined &&
    link.candidates[0] === candidate &&
    extensionOf(candidate) === extension
  );
}

/**
 * The record of a post that has none beside its pictures, by its sole picture: `link` is what a message says of its first
 * place. `unfinished`, since only the claims say whose duplicate it is. Undefined when there is no such picture.
 * @throws {RetryableError} when the store could not decide.
 */
export async function recordOfSole(
  post: PostFacts,
  link: Pick<PictureLink, "position" | "foundIn" | "candidates"> | undefined,
  store: PictureStore,
  signal: AbortSignal,
): Promise<PostRecord | undefined> {
  const found = await findSole(post, link, store, signal);
  if (!found) return undefined;
  const { crawlId, link: record } = found;
  const decidedAt = new Date(0).toISOString();
  return { schemaVersion: 1, crawlId, post, outcome: unfinished, links: [record], decidedAt };
}

/** The picture that is marked as the sole one of the post, when it is a candidate's of `link`. @throws likewise. */
export async function findSole(
  { subreddit, id }: Pick<PostFacts, "subreddit" | "id">,
  link: Pick<PictureLink, "position" | "foundIn" | "candidates"> | undefined,
  store: PictureStore,
  signal: AbortSignal,
): Promise<{ crawlId: string; link: LinkRecord } | undefined> {
  if (link?.position !== solePosition) return undefined;
  const { position, foundIn, candidates } = link;
  for (const extension of new Set(candidates.map(extensionOf))) {
    if (extension === undefined) continue;
    const key = pictureKey(subreddit, id, position, extension);
    const there = await store.find(key, signal);
    if (!there?.isSole || there.sha256 === undefined || there.crawlId === undefined) continue;
    const { sha256, bytes, contentType, crawlId, sourceUrl } = there;
    const kept = candidates.find(({ url }) => sourceUrlText(url) === sourceUrl);
    if (!kept) continue;
    const { url, quality } = kept;
    const facts = { url, quality, outcome: "stored", key, contentType, bytes, sha256 };
    return { crawlId, link: { position, foundIn, ...facts } };
  }
  return undefined;
}

/** The extension that a picture from this address has, if the address is true; undefined where it names none. */
function extensionOf({ url, kind }: LinkCandidate): string | undefined {
  if (kind !== undefined && kind !== "file") return undefined;
  const name = /\.([a-z0-9]{3,4})$/i.exec(URL.parse(url)?.pathname ?? "")?.[1]?.toLowerCase();
  return name === "jpeg" ? "jpg" : name;
}
