import type { GalleryCrawl } from "../../contract/gallery-crawl.ts";
import type { GalleryEvent, QueueDepths } from "../../contract/gallery-event.ts";
import type { GalleryPost } from "../../contract/gallery-post.ts";
import type { ConnectionEvent } from "./gallery-source.ts";

/** What the page knows. */
export interface GalleryState {
  /** False until the first snapshot. */
  known: boolean;
  connected: boolean;
  /** Newest first. */
  crawls: readonly GalleryCrawl[];
  /** In the order in which they were decided. */
  posts: ReadonlyMap<string, GalleryPost>;
  queues: QueueDepths;
}

/** What the page knows before the first event. */
export const initialState: GalleryState = {
  known: false,
  connected: true,
  crawls: [],
  posts: new Map(),
  queues: { waiting: 0, inFlight: 0, deadLettered: 0 },
};

/** What the page knows after several events. */
export function afterEvents(
  state: GalleryState,
  events: readonly (GalleryEvent | ConnectionEvent)[],
): GalleryState {
  const next = { ...state };
  let posts: Map<string, GalleryPost> | undefined;
  for (const event of events)
    switch (event.type) {
      case "snapshot":
        posts = new Map(event.posts.map((post) => [post.id, post]));
        next.known = true;
        next.crawls = event.crawls;
        next.queues = event.queues;
        break;
      case "posts":
        posts ??= new Map(next.posts);
        for (const post of event.posts) {
          posts.delete(post.id);
          posts.set(post.id, post);
        }
        break;
      case "crawl":
        next.crawls = [
          event.crawl,
          ...next.crawls.filter(({ crawlId }) => crawlId !== event.crawl.crawlId),
        ].toSorted((a, b) => (a.crawlId > b.crawlId ? -1 : 1));
        break;
      case "queues":
        next.queues = event.queues;
        break;
      case "connection":
        next.connected = event.connected;
        break;
    }
  if (posts) next.posts = posts;
  return next;
}
