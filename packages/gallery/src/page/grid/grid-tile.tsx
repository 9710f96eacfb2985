import type { PlacedTile } from "./justified-rows.ts";
import { Media } from "./media.tsx";
import type { Tile } from "./tile-list.ts";
import { count, number, titleOf } from "../words.ts";
import { useState } from "preact/hooks";

interface GridTileProps {
  tile: Tile;
  place: PlacedTile;
  /** How many tiles the whole grid has. */
  count: number;
  url: string;
  stillUrl: string;
  /** Blurred until it is chosen. */
  hidden: boolean;
  tabbable: boolean;
  onFocus: () => void;
  onChoose: () => void;
}

/** One picture of the grid. GIFs and videos stand still until they are pointed at. */
export function GridTile(props: GridTileProps) {
  const { tile, place, url, stillUrl, hidden, tabbable, onFocus, onChoose } = props;
  const { post, picture } = tile;
  const [pointed, setPointed] = useState(false);
  const badges = badgesOf(tile);
  const warning = [post.nsfw && "NSFW", post.spoiler && "Spoiler"].filter(Boolean).join(", ");
  return (
    <li
      class="tile"
      aria-posinset={place.index + 1}
      aria-setsize={props.count}
      style={{
        transform: `translate(${place.left}px, ${place.top}px)`,
        width: `${place.width}px`,
        height: `${place.height}px`,
      }}
    >
      <button
        type="button"
        class={hidden ? "tile-button hidden" : "tile-button"}
        data-index={place.index}
        style={picture.colour === undefined ? undefined : { backgroundColor: picture.colour }}
        tabIndex={tabbable ? 0 : -1}
        onFocus={onFocus}
        onClick={onChoose}
        onPointerEnter={({ pointerType }) => setPointed(pointerType === "mouse")}
        onPointerLeave={() => setPointed(false)}
      >
        <Media
          picture={picture}
          url={url}
          stillUrl={stillUrl}
          alt={titleOf(post)}
          moves={pointed && !hidden}
          controls={false}
        />
        {hidden && (
          <span class="veil">
            <strong>{warning}</strong>
            <span>Show</span>
          </span>
        )}
        {badges.length > 0 && (
          <span class="badges">
            {badges.map((badge) => (
              <span key={badge} class="badge">
                {badge}
              </span>
            ))}
          </span>
        )}
        <span class="caption" aria-hidden="true">
          <span class="caption-title">{titleOf(post)}</span>
          <span class="caption-line">
            {post.score === undefined
              ? `u/${post.author}`
              : `▲ ${number(post.score)} · u/${post.author}`}
          </span>
        </span>
      </button>
    </li>
  );
}

function badgesOf({ post, picture, place }: Tile): string[] {
  const badges: string[] = [];
  if (post.pictures.length > 1)
    badges.push(
      place === 0 ? count(post.pictures.length, "picture") : `${place + 1}/${post.pictures.length}`,
    );
  if (picture.shownAs === "animation") badges.push("GIF");
  if (picture.shownAs === "video") badges.push("Video");
  return badges;
}
