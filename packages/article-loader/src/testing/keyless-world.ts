// Loaded beforehand: a virtual clock waits for no module.
import "htmlparser2";

import { FakeArchive, type ArchivedPost } from "./fake-archive.ts";
import { feedEntry, feedXml } from "./feed-xml.ts";
import { FakeWorld } from "./loader-world.ts";
import { replyOf, type ScriptedReply } from "./scripted-http.ts";

/** The feed's answer with a picture of each of these posts. */
export function feedOf(ids: readonly string[]): ScriptedReply {
  return { body: feedXml(ids.map((id) => feedEntry(id))) };
}

/** A world without credentials: `feed` answers for Reddit, and an archive has these posts. */
export function keylessWorld(
  feed: (url: URL) => ScriptedReply,
  archived: readonly ArchivedPost[] = [],
) {
  const world = new FakeWorld();
  world.sources = { ...world.sources, api: undefined };
  const archive = new FakeArchive(archived);
  const feedAskedAtMs: number[] = [];
  world.http = async ({ url }) => {
    if (url.hostname !== "www.reddit.com") return archive.http({ url });
    feedAskedAtMs.push(world.clock.now());
    return replyOf(feed(url));
  };
  return { world, archive, feedAskedAtMs };
}
