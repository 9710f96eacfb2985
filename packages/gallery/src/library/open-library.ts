import { join } from "node:path";

import { createKeyedLock } from "@reddit-crawler/function-runtime/keyed-lock";
import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";
import { pictureNames } from "@reddit-crawler/picture-folder/names/picture-names";
import { readCrawls } from "@reddit-crawler/picture-folder/read-crawls";

import type { GalleryCrawl } from "../contract/gallery-crawl.ts";
import type { GalleryEvent, GallerySnapshot, PipelineProgress } from "../contract/gallery-event.ts";
import type { GalleryPost } from "../contract/gallery-post.ts";
import { pictureSize } from "./picture-size.ts";
import { pastState, shapeCrawl, type CrawlOver } from "./shape-crawl.ts";
import { shapePost, type PictureLook } from "./shape-post.ts";
import { colourOf } from "../small-copies/small-copies.ts";

/** What an output folder holds, kept up to date by what happens in a pipeline. */
export interface Library {
  snapshot(): GallerySnapshot;
  /** Whether a picture of the folder has this path below it. */
  hasPicture: (path: string) => boolean;
  /** Takes progress, in the order of the calls; resolves to what changed. */
  take(progress: Exclude<PipelineProgress, { kind: "queues" }>): Promise<GalleryEvent[]>;
}

interface KnownCrawl {
  summary: CrawlSummary | undefined;
  records: Map<string, PostRecord>;
  over: CrawlOver | undefined;
}

/** Enough to keep a disk busy, and far from any limit of open files. */
const filesAtOnce = 32;

/** Reads the output folder at `folder`, which need not exist yet. */
export async function openLibrary(folder: string): Promise<Library> {
  const names = await pictureNames(folder);
  const crawls = new Map<string, KnownCrawl>();
  const posts = new Map<string, GalleryPost>();
  const sizes = new Map<string, PictureLook | undefined>();

  const readSizes = async (record: PostRecord) => {
    for (const { key } of record.links) {
      const path = key === undefined ? undefined : names.pathOf(key);
      if (path === undefined || sizes.has(path)) continue;
      const size = await pictureSize(join(folder, path));
      const colour = await colourOf(folder, path);
      sizes.set(path, size && { ...size, ...(colour !== undefined && { colour }) });
    }
  };

  /** A post that several crawls decided is shown once, as the latest of them saw it. */
  const takePost = (record: PostRecord) => {
    const post = shapePost(record, (path) => sizes.get(path), names.pathOf);
    const before = posts.get(post.id);
    const crawlIds = (before?.crawlIds ?? []).filter((id) => id !== record.crawlId);
    const shown = { ...post, crawlIds: [...crawlIds, record.crawlId] };
    posts.delete(post.id);
    posts.set(post.id, shown);
    return shown;
  };

  const shape = ({ summary, records, over }: KnownCrawl): GalleryCrawl | undefined =>
    summary && shapeCrawl(summary, [...records.values()], over);

  const take: Library["take"] = async (progress) => {
    const crawl = crawls.get(progress.crawlId) ?? {
      summary: undefined,
      records: new Map<string, PostRecord>(),
      over: undefined,
    };
    crawls.set(progress.crawlId, crawl);
    const before = JSON.stringify(shape(crawl));
    const events: GalleryEvent[] = [];
    if (progress.kind === "over") crawl.over = { state: progress.state, message: progress.message };
    else {
      crawl.summary = progress.summary ?? crawl.summary;
      crawl.over = undefined;
      const fresh = progress.records.filter(({ post }) => !crawl.records.has(post.id));
      if (fresh.length > 0) await names.refresh();
      await inParallel(filesAtOnce, fresh, readSizes);
      const shown = fresh.map((record) => {
        crawl.records.set(record.post.id, record);
        return takePost(record);
      });
      if (shown.length > 0) events.push({ type: "posts", posts: shown });
    }
    const after = shape(crawl);
    if (after && JSON.stringify(after) !== before) events.push({ type: "crawl", crawl: after });
    return events;
  };

  for (const { summary, records, givenUp } of await readCrawls(folder)) {
    await take({ kind: "crawl", crawlId: summary.crawlId, summary, records });
    const known = crawls.get(summary.crawlId);
    if (known) known.over = pastState(summary, records.length, givenUp);
  }

  // One piece of progress after another, so that a crawl's counts never run ahead of its posts.
  const inTurn = createKeyedLock();
  return {
    hasPicture: names.has,
    take: (progress) => inTurn("progress", () => take(progress)),
    snapshot: () => ({
      crawls: [...crawls.values()]
        .flatMap((crawl) => shape(crawl) ?? [])
        .toSorted((a, b) => (a.crawlId > b.crawlId ? -1 : 1)),
      posts: [...posts.values()],
    }),
  };
}
