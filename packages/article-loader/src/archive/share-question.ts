import { fields, text } from "../reddit/lenient-reader.ts";
import type { Question } from "../reddit/listing-source.ts";
import { readRedditPost } from "../reddit/reddit-post.ts";
import { readArchiveRows } from "./archive-answer.ts";
import { postIdIn } from "../reddit/share-redirect.ts";
import { archiveUrl } from "./archive-url.ts";

const readRow = fields((given) => ({ resolved: text(given["resolved_path"]) }));

/**
 * Asks which post a share link leads to. The archive knows those that occur in its posts and comments; case counts. The
 * page has that post, of which its id alone is known, or none.
 */
export function shareQuestion(sharePath: string): Question {
  return {
    url: archiveUrl("/api/short_links", { paths: sharePath }),
    read: (answer, nowMs) => {
      const ids = readArchiveRows(answer, nowMs).flatMap(
        (row) => postIdIn(readRow(row)?.resolved ?? "") ?? [],
      );
      const posts = ids.slice(0, 1).flatMap((id) => readRedditPost({ id }) ?? []);
      return { posts, unreadable: 0, after: undefined, budget: undefined };
    },
  };
}
