import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import { crawlSummaryKey, type PostRecord } from "@reddit-crawler/message-schema";
import { pictureFolder, type FileChoices } from "@reddit-crawler/picture-folder/picture-folder";

import type { ProgressView } from "../terminal/progress-view.ts";
import { postRecordOf, summaryOf } from "./api-records.ts";
import type { CrawlClient, RemotePost, RemoteStatus } from "./crawl-client.ts";
import { downloadFile } from "./download-file.ts";

/** As many as a browser opens connections to a host. */
const postsAtOnce = 6;
/**
 * Every decided post of a crawl, with its pictures in the folder `downloadTo` where that is wanted. `problems` names the first picture of
 * each post that could not be downloaded; such a post has no record in the folder, so that the next download repeats it.
 */
export async function collectPosts(
  status: RemoteStatus,
  client: CrawlClient,
  {
    downloadTo,
    files,
    view,
    signal,
  }: {
    downloadTo: string | undefined;
    files?: FileChoices | undefined;
    view: ProgressView;
    signal: AbortSignal;
  },
): Promise<{ records: PostRecord[]; problems: string[] }> {
  const crawlId = status.crawl_id;
  const folder = downloadTo === undefined ? undefined : pictureFolder(downloadTo, files);
  const records: PostRecord[] = [];
  const problems: string[] = [];
  let downloaded = 0;
  for await (const page of client.posts(crawlId)) {
    signal.throwIfAborted();
    records.push(...page.map((post) => postRecordOf(crawlId, post)));
    if (!folder) continue;
    await inParallel(postsAtOnce, page, async (post) => {
      signal.throwIfAborted();
      try {
        await folder.keepPost({ get: pictureOf(post, signal) }, postRecordOf(crawlId, post));
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        problems.push(error.message);
        return;
      }
      downloaded += 1;
      view.show(`${downloaded} of ${status.posts.decided} posts downloaded`);
    });
  }
  if (folder) {
    const summary = Buffer.from(`${JSON.stringify(summaryOf(status), undefined, 2)}\n`);
    // The stages keep their state where they run.
    const get = async (key: string) => (key === crawlSummaryKey(crawlId) ? summary : undefined);
    await folder.keepCrawl({ keys: async () => [], get }, crawlId);
  }
  view.end();
  return { records, problems };
}

/** Gets a post's pictures by their keys, from the links that the API gave. */
function pictureOf(post: RemotePost, signal: AbortSignal) {
  const urls = new Map(post.links.map(({ key, picture_url: url }) => [key, url]));
  return async (key: string) => {
    const url = urls.get(key);
    if (url === undefined) return undefined;
    try {
      return await downloadFile(new URL(url), { signal });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      throw new CommandError(`${key} could not be downloaded: ${error.message}.`, { cause: error });
    }
  };
}
