import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import type { CrawlRequest } from "@reddit-crawler/message-schema";

import { ImportLines, type ImportObjects } from "../file/import-lines.ts";
import { newDoor } from "../gate/door.ts";
import type { Lack, ListingSource } from "../reddit/listing-source.ts";
import type { Config } from "../config.ts";
import type { ListingSources } from "./listing-sources.ts";

/** How a crawl reads its listing: by one source, by the order of the feed and the posts of the archive, or from a file. */
export type Way =
  | {
      kind: "single";
      name: string;
      note?: string | undefined;
      lacks?: readonly Lack[] | undefined;
      source: ListingSource;
    }
  | {
      kind: "keyless";
      name: "keyless";
      note: string;
      lacks?: readonly Lack[] | undefined;
      feed: ListingSource;
      archive: ListingSource;
    }
  | {
      kind: "file";
      name: "file";
      note: string;
      lacks?: readonly Lack[] | undefined;
      lines: ImportLines;
    };

/**
 * The way that a crawl wants. Where it leaves that open the deployment decides, and where that does, too, it is the API
 * with credentials and the way without keys else.
 */
export function chooseWay(
  { source: wanted = "auto", importKey }: CrawlRequest,
  usual: Config["REDDIT_SOURCE"],
  { api, feed, archive }: ListingSources,
  imports: ImportObjects,
): Way {
  if (wanted === "file") return file(new ImportLines(imports, importKey ?? "imports/"));
  const choice = wanted === "auto" ? usual : wanted;
  if (choice === "archive") return single(archive);
  if (choice === "feed") return single(feed);
  if (choice === "api") return single(api ?? apiWithoutKeys);
  return choice === "auto" && api ? single(api) : keyless(feed, archive);
}

function file(lines: ImportLines): Way {
  return {
    kind: "file",
    name: "file",
    note: "Read from a file, in its order: what came after it is unknown, and of posts since April 2024 so are scores without the archive's mark of a second reading.",
    lacks: [{ filter: "minScore", what: "scores without that mark" }],
    lines,
  };
}

function single(source: ListingSource): Way {
  const { name, note, lacks } = source;
  return { kind: "single", name, note, lacks, source };
}

function keyless(feed: ListingSource, archive: ListingSource): Way {
  return {
    kind: "keyless",
    name: "keyless",
    note: "Read without keys: each page takes a minute, and scores are known only 36 h after a post.",
    lacks: archive.lacks,
    feed,
    archive,
  };
}

/** The API that a caller asks for and nobody has credentials for. */
const apiWithoutKeys: ListingSource = {
  name: "oauth",
  door: newDoor("", 0),
  tokens: undefined,
  page: () => {
    throw new PermanentError(
      "source-not-configured",
      "The crawl asks for Reddit's API, and there are no credentials for it. Give those of an app that you have (RedditCredentialsSecretArn), or another source.",
    );
  },
  posts: undefined,
};
