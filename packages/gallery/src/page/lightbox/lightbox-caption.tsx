import type { GalleryPicture, GalleryPost } from "../../contract/gallery-post.ts";
import { reasonInWords } from "../left-out/reason-words.ts";
import { bytes, count, date, number, titleOf } from "../words.ts";

interface LightboxCaptionProps {
  post: GalleryPost;
  picture: GalleryPicture;
  url: string;
}

/** What is known of the picture that is shown, and of what its post lacks. */
export function LightboxCaption({ post, picture, url }: LightboxCaptionProps) {
  const size = picture.width && picture.height ? `${picture.width} × ${picture.height}, ` : "";
  return (
    <div class="lightbox-caption">
      <h2 dir="auto">{titleOf(post)}</h2>
      <p class="lightbox-facts">
        {post.score !== undefined && <span>{`▲ ${number(post.score)}`}</span>}
        <span dir="auto">{`u/${post.author}`}</span>
        <span>{`r/${post.subreddit}`}</span>
        {post.createdAt !== undefined && <span>{date(post.createdAt)}</span>}
        {post.flair !== undefined && (
          <span class="flair" dir="auto">
            {post.flair}
          </span>
        )}
        <span>{`${size}${bytes(picture.bytes)}`}</span>
      </p>
      {post.gaps.length > 0 && (
        <p class="lightbox-gaps">
          {`${count(post.gaps.length, "link")} of this post gave no picture: `}
          {[...new Set(post.gaps.map(({ reason }) => reasonInWords(reason)))].join(" ")}
        </p>
      )}
      <p class="lightbox-links">
        {post.permalink !== undefined && (
          <a href={post.permalink} target="_blank" rel="noopener noreferrer">
            Post on Reddit
          </a>
        )}
        <a href={url} target="_blank" rel="noopener">
          Original file
        </a>
      </p>
    </div>
  );
}
