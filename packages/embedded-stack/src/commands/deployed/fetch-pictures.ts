import type { PostRecord } from "@reddit-crawler/message-schema";

import { CommandError } from "../local-settings.ts";
import type { PictureFolder } from "../picture-folder.ts";
import type { RemotePost } from "./crawl-client.ts";
import { openFetch } from "./signed-fetch.ts";

/** Keeps a post's pictures in `folder`, from the links that the API gave; those that are there already stay. */
export async function fetchPictures(
  post: RemotePost,
  record: PostRecord,
  folder: PictureFolder,
): Promise<void> {
  const urls = new Map(post.links.map(({ key, picture_url: url }) => [key, url]));
  const get = async (key: string) => {
    const url = urls.get(key);
    if (url === undefined) return undefined;
    // The link is signed already; a second signature would be one too many.
    const response = await openFetch(new URL(url));
    if (!response.ok)
      throw new CommandError(
        `${key} could not be downloaded (${response.status}): run "crawl show ${record.crawlId} --download" to go on.`,
      );
    return new Uint8Array(await response.arrayBuffer());
  };
  await folder.keepPost({ get }, record);
}
