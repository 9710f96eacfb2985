import type { GalleryEvent, GallerySnapshot } from "../../contract/gallery-event.ts";
import type { GalleryPicture } from "../../contract/gallery-post.ts";

/** Where a page's pictures come from. */
export interface GallerySource {
  /** Whether a pipeline stands behind the page, so that crawls can be started and watched. */
  live: boolean;
  /** The URL of a picture by its path. */
  urlOf: (path: string) => string;
  /** The URL of what the grid shows of it while nothing moves: its small copy, where there is one. */
  stillUrlOf: (picture: GalleryPicture) => string;
  /** Calls `listener` with every event from now on; gives what ends it. */
  listen: (listener: (event: GalleryEvent | ConnectionEvent) => void) => () => void;
}

/** Whether the server behind the page can be reached. */
export interface ConnectionEvent {
  type: "connection";
  connected: boolean;
}

/** The server that gave the page. A lost connection is taken up again by the browser; a new snapshot follows. */
export function liveSource(): GallerySource {
  return {
    live: true,
    urlOf: (path) => `pictures/${encoded(path)}`,
    stillUrlOf: ({ path, shownAs }) =>
      `${shownAs === "video" ? "pictures" : "small"}/${encoded(path)}`,
    listen: (listener) => {
      const stream = new EventSource("events");
      stream.addEventListener("message", ({ data }: MessageEvent<string>) =>
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page and its server are one version
        listener(JSON.parse(data) as GalleryEvent),
      );
      stream.addEventListener("open", () => listener({ type: "connection", connected: true }));
      stream.addEventListener("error", () => listener({ type: "connection", connected: false }));
      return () => stream.close();
    },
  };
}

/** The snapshot that the page itself holds, as JSON; its pictures lie beside the page. */
export function embeddedSource(json: string): GallerySource {
  return {
    live: false,
    urlOf: encoded,
    stillUrlOf: ({ path, small }) => encoded(small ?? path),
    listen: (listener) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page and its data are written together
      const snapshot = JSON.parse(json) as GallerySnapshot;
      const queues = { waiting: 0, inFlight: 0, deadLettered: 0 };
      listener({ type: "snapshot", queues, ...snapshot });
      return () => {};
    },
  };
}

function encoded(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
