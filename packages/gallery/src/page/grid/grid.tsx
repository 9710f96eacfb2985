import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import type { GalleryPost } from "../../contract/gallery-post.ts";
import type { GallerySource } from "../state/gallery-source.ts";
import { gridMove } from "./grid-move.ts";
import { gridHeight, justifiedRows, rowsBetween } from "./justified-rows.ts";
import { ratioOf, type Tile } from "./tile-list.ts";
import { GridTile } from "./grid-tile.tsx";
import { useBand } from "./use-band.ts";

interface GridProps {
  tiles: readonly Tile[];
  source: GallerySource;
  isHidden: (post: GalleryPost) => boolean;
  onReveal: (postId: string) => void;
  onOpen: (key: string) => void;
  /** The tile that gets the focus when this changes. */
  focusKey: string | undefined;
  /** What to say when there is no tile. */
  empty: string;
}

/** As much again above and below the window, so that scrolling meets pictures that are already there. */
const marginPx = 800;

/**
 * The grid of pictures. Only what the window shows, and a margin, is in the document, however many tiles there are.
 * One tile can be reached by Tab; arrow keys, Home and End go on from there.
 */
export function Grid({ tiles, source, isHidden, onReveal, onOpen, focusKey, empty }: GridProps) {
  const list = useRef<HTMLUListElement>(null);
  const band = useBand(list);
  const [active, setActive] = useState(0);
  const [focusRequests, setFocusRequests] = useState(0);
  const focusTile = (index: number) => {
    setActive(index);
    setFocusRequests((count) => count + 1);
  };

  const rows = useMemo(() => {
    const isNarrow = band.width < 600;
    return justifiedRows(
      tiles.map(({ picture }) => ratioOf(picture)),
      { width: band.width, rowHeight: isNarrow ? 190 : 260, gap: isNarrow ? 4 : 8 },
    );
  }, [tiles, band.width]);

  useEffect(() => {
    const index = tiles.findIndex(({ key }) => key === focusKey);
    if (focusKey === undefined || index < 0) return;
    focusTile(index);
  }, [focusKey]);

  // Before the next key comes: a focus that follows later would take the grid back to where it was.
  useLayoutEffect(() => {
    if (focusRequests === 0) return;
    const tile = list.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    tile?.focus({ preventScroll: true });
    tile?.scrollIntoView({ block: "nearest" });
  }, [focusRequests]);

  const shown = band.width === 0 ? [] : rowsBetween(rows, band.from - marginPx, band.to + marginPx);
  const activeRow = rows.find(({ tiles }) => tiles.some(({ index }) => index === active));
  // In their order: Preact moves a keyed element that changes its place, and Chromium then scrolls to the focused one.
  const drawn = rows.filter((row) => row === activeRow || shown.includes(row));

  return (
    <>
      {tiles.length === 0 && <p class="empty">{empty}</p>}
      <ul
        ref={list}
        class="grid"
        style={{ height: `${gridHeight(rows)}px` }}
        onKeyDown={(event) => {
          const next = gridMove(rows, active, event.key);
          if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          focusTile(next);
        }}
      >
        {drawn.flatMap((row) =>
          row.tiles.map((place) => {
            const tile = tiles[place.index];
            return (
              tile && (
                <GridTile
                  key={tile.key}
                  tile={tile}
                  place={place}
                  count={tiles.length}
                  url={source.urlOf(tile.picture.path)}
                  stillUrl={source.stillUrlOf(tile.picture)}
                  hidden={isHidden(tile.post)}
                  tabbable={place.index === active}
                  onFocus={() => setActive(place.index)}
                  onChoose={() => (isHidden(tile.post) ? onReveal(tile.post.id) : onOpen(tile.key))}
                />
              )
            );
          }),
        )}
      </ul>
    </>
  );
}
