import type { Lack } from "../reddit/listing-source.ts";
import type { Crawl } from "./crawl.ts";

/** Adds a note to the crawl's summary and log, unless it is there. */
export function noteOnce(note: string, { log, progress }: Crawl): void {
  if (progress.notes.includes(note)) return;
  progress.notes.push(note);
  log.warn("source-knows-less", { note });
}

/** Notes what the crawl's filter asks for and is not known of every post, if anything. */
export function noteLacks(lacks: readonly Lack[] | undefined, crawl: Crawl): void {
  const { request } = crawl;
  // What is true keeps all posts.
  const isAsked = ({ filter }: Lack) => request[filter] !== undefined && request[filter] !== true;
  const missed = (lacks ?? []).filter(isAsked).map(({ what }) => what);
  if (missed.length > 0)
    noteOnce(
      `The filter asks for what is not known of every post here: ${missed.join(", ")}. Posts without it are left out, counted as unknown-to-source; another source may know it.`,
      crawl,
    );
}
