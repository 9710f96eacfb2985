import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { GalleryPost } from "../../contract/gallery-post.ts";
import { LightboxCaption } from "./lightbox-caption.tsx";
import { Media } from "../grid/media.tsx";
import type { GallerySource } from "../state/gallery-source.ts";
import type { Tile } from "../grid/tile-list.ts";
import { useCalm } from "../use-calm.ts";
import { useSwipe } from "./use-swipe.ts";
import { useZoom } from "./use-zoom.ts";
import { number, titleOf } from "../words.ts";

interface LightboxProps {
  /** Every picture that the arrows lead through, a set's pictures one after another. */
  pictures: readonly Tile[];
  openedKey: string;
  source: GallerySource;
  isHidden: (post: GalleryPost) => boolean;
  onReveal: (postId: string) => void;
  /** Told the key of the picture that was shown last. */
  onClose: (key: string) => void;
}

/**
 * One picture, as large as the window. Arrow keys, Home, End and swipes lead to the others, Esc back to the grid.
 * The browser's own modal dialog keeps the focus inside.
 */
export function Lightbox(props: LightboxProps) {
  const { pictures, isHidden, onReveal } = props;
  const { urlOf, stillUrlOf } = props.source;
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [key, setKey] = useState(props.openedKey);
  const [playing, setPlaying] = useState(false);
  const calm = useCalm();
  const zoom = useZoom(stage);
  const at = Math.max(
    0,
    pictures.findIndex((picture) => picture.key === key),
  );
  const tile = pictures[at];

  const go = (to: number) => {
    const next = pictures[Math.min(pictures.length - 1, Math.max(0, to))];
    if (!next) return;
    setKey(next.key);
    setPlaying(false);
    zoom.leave();
  };
  const swipe = useSwipe((step) => go(at + step));

  // Before the next key comes, or it would be lost on the grid behind.
  useLayoutEffect(() => {
    dialog.current?.showModal();
    stage.current?.focus();
    document.documentElement.classList.add("has-lightbox");
    return () => document.documentElement.classList.remove("has-lightbox");
  }, []);

  useEffect(() => {
    // The neighbours, so that the next arrow shows its picture at once.
    for (const neighbour of [pictures[at + 1], pictures[at - 1]])
      if (neighbour?.picture.shownAs === "image") new Image().src = urlOf(neighbour.picture.path);
  }, [key]);

  if (!tile) return null;
  const { post, picture, place } = tile;
  const hidden = isHidden(post);
  const canZoom = !hidden && picture.shownAs === "image";
  const isMoving = picture.shownAs === "animation" || picture.shownAs === "video";
  return (
    <dialog
      ref={dialog}
      class="lightbox"
      aria-label={titleOf(post)}
      onClose={() => props.onClose(key)}
      onCancel={(event) => {
        if (!zoom.on) return;
        event.preventDefault();
        zoom.leave();
      }}
      onKeyDown={(event) => {
        if (event.key === "z" && canZoom) zoom.toggle();
        // The browser scrolls the picture with them.
        if (zoom.on) return;
        const to = keyTarget(event.key, at, pictures.length);
        // A film's own controls know these keys too.
        if (to === undefined || event.target instanceof HTMLVideoElement) return;
        event.preventDefault();
        go(to);
      }}
    >
      <div class="lightbox-bar">
        <p class="lightbox-count" aria-live="polite">
          {`${number(at + 1)} of ${number(pictures.length)}`}
          {post.pictures.length > 1 &&
            ` · picture ${place + 1} of ${post.pictures.length} in this set`}
        </p>
        {canZoom && (
          <button
            type="button"
            class="quiet zoom"
            aria-pressed={zoom.on}
            title="A pixel for a pixel (z)"
            onClick={() => zoom.toggle()}
          >
            100 %
          </button>
        )}
        <button type="button" class="icon-button" onClick={() => dialog.current?.close()}>
          <span class="cross" aria-hidden="true" />
          <span class="visually-hidden">Close</span>
        </button>
      </div>
      <div
        ref={stage}
        class={`stage${hidden ? " hidden" : ""}${zoom.on ? " zoomed" : ""}`}
        tabIndex={-1}
        onClick={(event) => {
          if (canZoom && event.target instanceof HTMLImageElement) zoom.toggle(event);
        }}
        {...(!zoom.on && swipe)}
      >
        <Media
          key={picture.path}
          picture={picture}
          url={urlOf(picture.path)}
          alt={titleOf(post)}
          moves={!hidden && (playing || !calm)}
          controls={!hidden}
        />
        {hidden && (
          <button type="button" class="veil" onClick={() => onReveal(post.id)}>
            <strong>
              {[post.nsfw && "NSFW", post.spoiler && "Spoiler"].filter(Boolean).join(", ")}
            </strong>
            <span>Show</span>
          </button>
        )}
        {!hidden && calm && isMoving && !playing && picture.shownAs === "animation" && (
          <button type="button" class="play" onClick={() => setPlaying(true)}>
            Play
          </button>
        )}
        {!zoom.on && (
          <>
            <button type="button" class="turn back" disabled={at === 0} onClick={() => go(at - 1)}>
              <span class="visually-hidden">Previous picture</span>
            </button>
            <button
              type="button"
              class="turn on"
              disabled={at === pictures.length - 1}
              onClick={() => go(at + 1)}
            >
              <span class="visually-hidden">Next picture</span>
            </button>
          </>
        )}
      </div>
      {post.pictures.length > 1 && !hidden && (
        <ul class="film" aria-label="Pictures of this set">
          {post.pictures.map((one, index) => (
            <li key={one.path}>
              <button
                type="button"
                aria-current={index === place}
                onClick={() => go(at - place + index)}
              >
                <Media
                  picture={one}
                  url={urlOf(one.path)}
                  stillUrl={stillUrlOf(one)}
                  alt={`Picture ${index + 1}`}
                  moves={false}
                  controls={false}
                />
              </button>
            </li>
          ))}
        </ul>
      )}
      <LightboxCaption post={post} picture={picture} url={urlOf(picture.path)} />
    </dialog>
  );
}

/** The picture that a key leads to from picture `at` of `count`. */
function keyTarget(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case "ArrowLeft":
      return at - 1;
    case "ArrowRight":
      return at + 1;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
