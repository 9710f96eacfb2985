import type { PostRecord } from "@reddit-crawler/message-schema";

import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import type { ProgressView } from "../terminal/progress-view.ts";
import type { CrawlClient, RemotePost, RemoteStatus } from "./crawl-client.ts";
import { fetchPictures } from "./fetch-pictures.ts";
import { postRecordOf } from "./post-record-of.ts";
import { summaryOf } from "./summary-of.ts";

/** Chosen: a browser opens as many connections to a host. */
const postsAtOnce = 6;
/** Chosen: links live for 15 minutes from their page's answer, so that a page's first posts are downloaded at once. */
const postsPerRound = 24;

/** Where posts are collected to, and who is told how far it is. */
export interface CollectOptions {
  /** Pictures and records go there; undefined when they stay where they are. */
  downloadTo: string | undefined;
  view: ProgressView;
  /** Told of each post that could not be downloaded whole; the others still are. */
  onProblem: (problem: string) => void;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
}

/** Every decided post of a crawl, with its pictures in a folder where that is wanted. */
export async function collectPosts(
  status: RemoteStatus,
  client: CrawlClient,
  { downloadTo, view, onProblem, signal }: CollectOptions,
): Promise<PostRecord[]> {
  const crawlId = status.crawl_id;
  const folder = downloadTo === undefined ? undefined : pictureFolder(downloadTo);
  const records: PostRecord[] = [];
  let round: { post: RemotePost; record: PostRecord }[] = [];
  let downloaded = 0;
  const download = async () => {
    await inParallel(postsAtOnce, round, async ({ post, record }) => {
      signal.throwIfAborted();
      try {
        if (folder) await fetchPictures(post, record, folder, signal);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        onProblem(error.message);
        return;
      }
      downloaded += 1;
      view.show(`${downloaded} of ${status.posts.decided} posts downloaded`);
    });
    round = [];
  };

  for await (const post of client.posts(crawlId)) {
    signal.throwIfAborted();
    const record = postRecordOf(crawlId, post);
    records.push(record);
    if (folder) round.push({ post, record });
    if (round.length >= postsPerRound) await download();
  }
  await download();
  view.end();

  await folder?.keepCrawl(
    {
      // The stages keep their state where they run.
      keys: async () => [],
      get: async () => Buffer.from(`${JSON.stringify(summaryOf(status), undefined, 2)}\n`),
    },
    crawlId,
  );
  return records;
}
