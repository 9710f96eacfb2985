import type { MediaHosts } from "@reddit-crawler/media-hosts";

import type { LinkCollector } from "./link-collector.ts";
import { previewStill, videoFile } from "./preview-links.ts";
import { redditPath } from "./post-address.ts";
import type { RedditPost } from "../reddit/reddit-post.ts";

/** Whether a post is a video on Reddit, or links one; the 2016 answers have no `is_video`, and no such videos. */
export function isHostedVideo(post: RedditPost): boolean {
  if (post.is_video === true || /^https?:\/\/v\.redd\.it\//i.test(post.url ?? "")) return true;
  if (!post.url?.includes("video")) return false;
  const [first, , third] = redditPath(post.url) ?? [];
  return first === "video" || (first === "link" && third === "video");
}

/**
 * Collects the one picture of a hosted video: the mp4 of a silent one that was uploaded as a gif, else the poster.
 * The mp4 of a video with sound is not taken, since the sound is a file of its own.
 */
export function collectVideo(post: RedditPost, hosts: MediaHosts, collector: LinkCollector): void {
  const video = post.secure_media?.reddit_video ?? post.media?.reddit_video;
  const animation =
    video?.is_gif && video.fallback_url !== undefined
      ? videoFile(video.fallback_url, "reduced", hosts)
      : [];
  const poster = previewStill(post, hosts);
  const candidates = [...animation, ...poster.map(({ url }) => ({ url, quality: "preview" }))];
  if (candidates.length > 0) collector.add("video", candidates);
  else collector.leaveOut("video", "video", post.url);
}
