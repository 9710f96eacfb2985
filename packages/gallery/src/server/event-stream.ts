import type { ServerResponse } from "node:http";

import type { GalleryEvent } from "../contract/gallery-event.ts";
import { commonHeaders } from "./response-headers.ts";

/** Sends every event to every open page (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export interface EventStream {
  /** Sends `first` to a new page, and every later event until it goes. */
  open: (response: ServerResponse, first: GalleryEvent) => void;
  send(event: GalleryEvent): void;
  close(): void;
}

/** A tab that sleeps is cut off before its unread events fill the memory; it asks again and gets a snapshot. */
const maxUnreadBytes = 16_000_000;
const retryMs = 1000;

/** An event stream without watchers. */
export function eventStream(): EventStream {
  const watchers = new Set<ServerResponse>();
  return {
    open: (response, first) => {
      response.writeHead(200, { ...commonHeaders, "content-type": "text/event-stream" });
      response.write(`retry: ${retryMs}\n${framed(first)}`);
      watchers.add(response);
      response.on("close", () => watchers.delete(response));
    },
    send: (event) => {
      const text = framed(event);
      for (const watcher of watchers)
        if (watcher.writableLength > maxUnreadBytes) watcher.destroy();
        else watcher.write(text);
    },
    close: () => {
      for (const watcher of watchers) watcher.end();
      watchers.clear();
    },
  };
}

/** JSON holds no line break, so an event is one `data` line. */
function framed(event: GalleryEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}
