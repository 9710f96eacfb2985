import type { PostRecord } from "@reddit-crawler/message-schema";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import type { PictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import type { RemotePost } from "./crawl-client.ts";
import { downloadFile } from "./download-file.ts";

/**
 * Keeps a post's pictures in `folder`, from the links that the API gave; those that are there already stay.
 * @throws {CommandError} naming the first that could not be downloaded, after the others were tried; the post has no
 * record then, so that the next download tries it again.
 */
export async function fetchPictures(
  post: RemotePost,
  record: PostRecord,
  folder: PictureFolder,
  signal: AbortSignal,
): Promise<void> {
  const urls = new Map(post.links.map(({ key, picture_url: url }) => [key, url]));
  const get = async (key: string) => {
    const url = urls.get(key);
    if (url === undefined) return undefined;
    try {
      return await downloadFile(new URL(url), { signal });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      throw new CommandError(`${key} could not be downloaded: ${error.message}.`, { cause: error });
    }
  };
  await folder.keepPost({ get }, record);
}
