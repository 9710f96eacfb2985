import { useEffect, useState } from "preact/hooks";

import type { GalleryEvent } from "../../contract/gallery-event.ts";
import type { ConnectionEvent, GallerySource } from "./gallery-source.ts";
import { afterEvents, initialState, type GalleryState } from "./gallery-state.ts";

/** Milliseconds: pictures seem to land one by one, and the page is drawn at most ten times a second. */
const drawEveryMs = 100;

/** What `source` has sent so far. Events that come close together are drawn together. */
export function useGallery(source: GallerySource): GalleryState {
  const [state, setState] = useState(initialState);
  useEffect(() => {
    let waiting: (GalleryEvent | ConnectionEvent)[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      const events = waiting;
      waiting = [];
      timer = undefined;
      setState((before) => afterEvents(before, events));
    };
    const stop = source.listen((event) => {
      waiting.push(event);
      if (event.type === "snapshot") draw();
      else timer ??= setTimeout(draw, drawEveryMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [source]);
  return state;
}
