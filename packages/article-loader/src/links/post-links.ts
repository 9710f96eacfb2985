import type { LinkReading, MediaHosts } from "@reddit-crawler/media-hosts";
import type { LeftOutLink, LinkCandidate, PictureLink } from "@reddit-crawler/message-schema";

import { collectGallery, isGallery } from "./gallery-links.ts";
import { LinkCollector, linkCopies } from "./link-collector.ts";
import { linkedPostId, type LinkedPosts } from "./linked-posts.ts";
import { isOwnAddress, knownOfLink, postAddress } from "./post-address.ts";
import { previewCopies } from "./preview-links.ts";
import type { RedditPost } from "../reddit/reddit-post.ts";
import { collectText } from "./text-pictures.ts";
import { collectVideo, isHostedVideo } from "./video-links.ts";

/** What is known of a post beyond its own fields. */
export interface FindLinksOptions {
  /** Posts that it may link in place of a picture; what they show is then what it links. */
  linked?: LinkedPosts;
  /** What its address means, where that is known already. */
  address?: LinkReading | undefined;
}

/** The pictures that a post links. `reason` is a kebab-case code, there exactly when `links` is empty. */
export interface FoundLinks {
  links: PictureLink[];
  leftOut: LeftOutLink[];
  reason?: string;
}

/**
 * Which pictures `post` links and where each may be had, best copy first, read from the listing alone. Never throws.
 * A crosspost links what its parent does, a link to another post what that one does, one level deep.
 */
export function findLinks(
  post: RedditPost,
  hosts: MediaHosts,
  { linked, address }: FindLinksOptions = {},
): FoundLinks {
  // A crosspost of a crosspost lists its ancestors, the post that holds the pictures last.
  const own = address ?? postAddress(post, hosts);
  const holder = parentOf(post) ?? linkedBy(post, own, linked) ?? post;
  const collector = new LinkCollector();
  if (isGallery(holder)) collectGallery(holder, hosts, collector);
  else if (isHostedVideo(holder)) collectVideo(holder, hosts, collector);
  else collectUrl(holder, holder === post ? own : postAddress(holder, hosts), hosts, collector);
  collectText(holder, hosts, collector);
  if (holder !== post) collectText(post, hosts, collector);

  const { links, leftOut } = collector;
  if (links.length > 0) return { links, leftOut };
  return { links, leftOut, reason: reasonForNone(holder, post, leftOut) };
}

/** The post that a crosspost shows; Reddit's copies that its listing lacks are the crosspost's own. */
function parentOf(post: RedditPost): RedditPost | undefined {
  const parent = post.crosspost_parent_list?.findLast((each) => each !== undefined);
  if (!parent) return undefined;
  const { images, reddit_video_preview: video } = parent.preview ?? {};
  return {
    ...parent,
    preview: images?.length || video ? parent.preview : post.preview,
    post_hint: parent.post_hint ?? post.post_hint,
    gallery_data: parent.gallery_data ?? post.gallery_data,
    media_metadata: parent.media_metadata ?? post.media_metadata,
    media: parent.media ?? post.media,
    secure_media: parent.secure_media ?? post.secure_media,
  };
}

/** The post that `post` links, or that one's own parent. */
function linkedBy(
  post: RedditPost,
  address: LinkReading | undefined,
  linked: LinkedPosts | undefined,
): RedditPost | undefined {
  const target = linked?.get(linkedPostId(post, address) ?? "");
  if (!target || (target.id !== post.id && (isGallery(post) || isHostedVideo(post))))
    return undefined;
  return parentOf(target) ?? target;
}

function collectUrl(
  post: RedditPost,
  address: LinkReading | undefined,
  hosts: MediaHosts,
  collector: LinkCollector,
): void {
  if (!address) return;
  const { isPicture, isAnimation: animation } = knownOfLink(post);
  if (address.kind === "nothing") {
    // What Reddit or the host's file knows for a picture, and only cannot be had where it is, comes from Reddit.
    const isKnown = isPicture || knownPictures.has(address.reason);
    const copies = isKnown ? previewCopies(post, hosts) : [];
    if (copies.length > 0) collector.add("url", copies, { animation, album: address.isAlbum });
    else collector.leaveOut("url", address.reason, post.url);
  } else if (address.kind === "post") {
    if (address.postId !== post.id) collector.leaveOut("url", "links-another-post", post.url);
  } else {
    const copies = [...linkCopies(address), ...previewCopies(post, hosts)];
    const album = address.kind === "page" && address.isAlbum;
    collector.add("url", animation ? guessedStillsLast(copies) : copies, { animation, album });
  }
}

/** Reasons of links that show pictures all the same. */
const knownPictures = new Set(["host-not-enabled", "album-not-supported"]);

/** Reddit's animations are known, and come before a still whose address is guessed. */
function guessedStillsLast(copies: readonly LinkCandidate[]): LinkCandidate[] {
  const isGuessedStill = ({ url, guessed }: LinkCandidate) => guessed && /\.jpg$/i.test(url);
  return [
    ...copies.filter((copy) => !isGuessedStill(copy)),
    ...copies.filter((copy) => isGuessedStill(copy)),
  ];
}

function reasonForNone(
  holder: RedditPost,
  post: RedditPost,
  [leftOut]: readonly LeftOutLink[],
): string {
  if ([holder, post].some(isRemoved)) return "removed";
  if (leftOut) return leftOut.reason;
  if (holder.poll_data) return "poll";
  if (holder.is_self || holder.selftext || holder.selftext_html || isOwnAddress(holder, "comments"))
    return "text-only";
  return "unknown-shape";
}

function isRemoved(post: RedditPost): boolean {
  return (
    post.removed_by_category !== undefined || /^\[(?:removed|deleted)\]$/.test(post.selftext ?? "")
  );
}
