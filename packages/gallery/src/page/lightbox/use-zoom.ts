import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** A picture at a pixel for a pixel, which is looked at by scrolling. */
export interface Zoom {
  on: boolean;
  /** Goes in to the place that was clicked, or the middle, and out again. */
  toggle: (event?: MouseEvent) => void;
  leave: () => void;
}

/** The zoom of the picture in `stage`. */
export function useZoom(stage: RefObject<HTMLElement | null>): Zoom {
  const [on, setOn] = useState(false);
  const middle = { x: 0.5, y: 0.5 };
  const place = useRef(middle);
  useLayoutEffect(() => {
    const { current: box } = stage;
    if (!box || !on) return;
    box.scrollLeft = place.current.x * box.scrollWidth - box.clientWidth / 2;
    box.scrollTop = place.current.y * box.scrollHeight - box.clientHeight / 2;
  }, [on]);
  return {
    on,
    toggle: (event) => {
      place.current = event === undefined ? middle : placeIn(event);
      setOn((before) => !before);
    },
    leave: () => setOn(false),
  };
}

/** Where in its picture a click is, each from 0 to 1. The picture stands in the middle of its element, as large as fits. */
function placeIn({ target, offsetX, offsetY }: MouseEvent): { x: number; y: number } {
  if (!(target instanceof HTMLImageElement)) return { x: 0.5, y: 0.5 };
  const { clientWidth, clientHeight, naturalWidth, naturalHeight } = target;
  const scale = Math.min(clientWidth / naturalWidth, clientHeight / naturalHeight);
  const share = (offset: number, element: number, picture: number) =>
    Math.min(1, Math.max(0, (offset - (element - picture * scale) / 2) / (picture * scale)));
  return {
    x: share(offsetX, clientWidth, naturalWidth),
    y: share(offsetY, clientHeight, naturalHeight),
  };
}
