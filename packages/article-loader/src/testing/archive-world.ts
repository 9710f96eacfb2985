import { FakeArchive, type ArchivedPost } from "./fake-archive.ts";
import { FakeWorld, crawlRequest } from "./loader-world.ts";

/** When the crawls of the tests are asked for, in seconds since 1970. */
export const now = Date.parse(crawlRequest.requestedAt) / 1000;

/** The newest posts of the archive. */
export const newest = { source: "archive", sortMethod: "new" } as const;

/** A world whose archive has these posts. */
export function archiveWorld(posts: readonly ArchivedPost[]) {
  const archive = new FakeArchive(posts);
  const world = new FakeWorld();
  const sentAtMs: number[] = [];
  world.http = (request) => {
    sentAtMs.push(world.clock.now());
    return archive.http(request);
  };
  const queries = () => archive.asked.map(({ searchParams }) => Object.fromEntries(searchParams));
  return { archive, world, sentAtMs, queries };
}
