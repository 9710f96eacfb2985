import { useEffect, useRef, useState } from "preact/hooks";

import type { GalleryPicture } from "../../contract/gallery-post.ts";
import { StillPicture } from "./still-picture.tsx";
import { bytes } from "../words.ts";

interface MediaProps {
  picture: GalleryPicture;
  url: string;
  /** Shown in its place while nothing moves. */
  stillUrl?: string;
  alt: string;
  /** Whether a GIF or video plays. */
  moves: boolean;
  /** Whether a video shows its controls. */
  controls: boolean;
}

/** One stored file, shown as what it is; named where the browser cannot show it. */
export function Media({ picture, url, stillUrl = url, alt, moves, controls }: MediaProps) {
  const [broken, setBroken] = useState(picture.shownAs === "file");
  useEffect(() => setBroken(picture.shownAs === "file"), [url]);
  if (broken)
    return (
      <span class="no-view" role="img" aria-label={alt}>
        <strong>{picture.path.split(".").at(-1)?.toUpperCase()}</strong>
        <span>This browser cannot show it</span>
        <span>{bytes(picture.bytes)}</span>
      </span>
    );
  const fail = () => setBroken(true);
  if (picture.shownAs === "video")
    return <Video url={url} alt={alt} moves={moves} controls={controls} onFail={fail} />;
  if (picture.shownAs === "animation" && !moves)
    return <StillPicture url={stillUrl} alt={alt} onFail={fail} />;
  return (
    <img
      class="picture"
      src={picture.shownAs === "animation" ? url : stillUrl}
      alt={alt}
      width={picture.width}
      height={picture.height}
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={fail}
    />
  );
}

interface VideoProps {
  url: string;
  alt: string;
  moves: boolean;
  controls: boolean;
  onFail: () => void;
}

function Video({ url, alt, moves, controls, onFail }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    // A browser may refuse to play before the first click; the first frame and the controls stay.
    if (moves) video.current?.play().catch(() => {});
    else video.current?.pause();
  }, [moves, url]);
  return (
    <video
      ref={video}
      class="picture"
      src={url}
      aria-label={alt}
      loop
      muted
      playsInline
      controls={controls}
      preload="metadata"
      tabIndex={controls ? 0 : -1}
      onError={onFail}
    />
  );
}
