import type { MediaHosts } from "@reddit-crawler/media-hosts";
import type { LinkCandidate } from "@reddit-crawler/message-schema";

import type { RedditPost } from "../reddit/reddit-post.ts";

/**
 * Reddit's own pictures of what a post links, best first: its copy of an animation, then the still. The blurred
 * `obfuscated` and `nsfw` variants are never among them.
 */
export function previewCopies(post: RedditPost, hosts: MediaHosts): LinkCandidate[] {
  const video = post.preview?.reddit_video_preview?.fallback_url;
  const { gif, mp4 } = post.preview?.images?.[0]?.variants ?? {};
  return [
    ...(video === undefined ? [] : videoFile(video, "preview", hosts)),
    ...signedCopy(gif?.source?.url, hosts),
    ...signedCopy(mp4?.source?.url, hosts),
    ...previewStill(post, hosts),
  ];
}

/** Reddit's still picture of what a post links: at most one. */
export function previewStill(post: RedditPost, hosts: MediaHosts): LinkCandidate[] {
  return signedCopy(post.preview?.images?.[0]?.source?.url, hosts);
}

/** A file of v.redd.it at the very address that Reddit's answer names: a video's page alone does not name it. */
export function videoFile(link: string, quality: string, hosts: MediaHosts): LinkCandidate[] {
  const url = URL.parse(link.replaceAll("&amp;", "&"));
  if (!url || url.hostname !== "v.redd.it" || !hosts.allows(url)) return [];
  return [{ url: url.href, quality }];
}

/** The copy itself, without the original that its address may name: that is the post's own link's business. */
function signedCopy(link: string | undefined, hosts: MediaHosts): LinkCandidate[] {
  const reading = link === undefined ? undefined : hosts.read(link);
  if (reading?.kind !== "picture") return [];
  return reading.candidates.filter(({ quality }) => quality !== "original");
}
