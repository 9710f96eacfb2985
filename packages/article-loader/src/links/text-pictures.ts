import type { MediaHosts } from "@reddit-crawler/media-hosts";

import { linkCopies, type LinkCollector } from "./link-collector.ts";
import { redditPath } from "./post-address.ts";
import type { RedditPost } from "../reddit/reddit-post.ts";
import { linksInHtml, linksInMarkdown } from "./text-links.ts";
import { uploadedCopies } from "./uploaded-item.ts";

/** What else a text links, which is no loss: articles, profiles, subreddits, other posts. */
const ordinaryReasons = new Set([
  "unsupported-host",
  "unsupported-scheme",
  "invalid-url",
  "not-a-picture",
  "share-link",
]);

/**
 * Collects the pictures that a post's text shows or links, in the order of the text, then the uploads that it does not
 * mention. A link that would be a picture but cannot be had, such as another post's gallery, is left out with its reason;
 * ordinary links are passed over.
 */
export function collectText(post: RedditPost, hosts: MediaHosts, collector: LinkCollector): void {
  const { selftext, selftext_html: html } = post;
  const links = selftext ? linksInMarkdown(selftext) : html ? linksInHtml(html) : [];
  // A gallery's own items are collected already, failed ones included.
  const uploads = post.gallery_data || post.is_gallery ? {} : (post.media_metadata ?? {});
  const mentioned = new Set<string>();

  const collectUpload = (mediaId: string) => {
    if (mentioned.has(mediaId) || mediaId.startsWith("emote|")) return;
    mentioned.add(mediaId);
    const copies = uploadedCopies(mediaId, uploads[mediaId], hosts, "text");
    if (copies.kind === "picture") collector.add("text", copies.candidates, copies);
    else collector.leaveOut("text", copies.reason);
  };

  for (const link of new Set(links)) {
    const mediaId = Object.hasOwn(uploads, link) ? link : mediaIdOf(link);
    if (mediaId !== undefined && Object.hasOwn(uploads, mediaId)) collectUpload(mediaId);
    else collectLink(link, hosts, collector);
  }
  for (const mediaId of Object.keys(uploads)) collectUpload(mediaId);
}

function collectLink(link: string, hosts: MediaHosts, collector: LinkCollector): void {
  const reading = hosts.read(link, "https://www.reddit.com/");
  if (reading.kind === "picture" || reading.kind === "page")
    collector.add("text", linkCopies(reading));
  else if (reading.kind === "post" && redditPath(link)?.[0] === "gallery")
    collector.leaveOut("text", "links-another-post", link);
  else if (reading.kind === "nothing" && !ordinaryReasons.has(reading.reason))
    collector.leaveOut("text", reading.reason, link);
}

/** The upload that an address of Reddit's picture or video hosts speaks of. */
function mediaIdOf(link: string): string | undefined {
  return /^https?:\/\/(?:(?:preview|i)\.redd\.it\/(?:[^/?#]*-v0-)?|(?:www\.)?reddit\.com\/link\/[^/]+\/video\/)([A-Za-z0-9]+)/i.exec(
    link,
  )?.[1];
}
