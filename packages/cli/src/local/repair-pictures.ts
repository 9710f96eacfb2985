import {
  latestPostRecordKey,
  postRecordSchema,
  type LinkRecord,
  type PictureLink,
  type PostMessage,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import type { BrokenPost } from "@reddit-crawler/picture-folder/check-pictures";
import type { PictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import * as z from "zod/mini";

import type { LocalPipeline } from "../pipeline/pipeline.ts";
import { postRecordOf } from "../pipeline/post-record.ts";

/** How many broken pictures were downloaded again, and the keys of those that cannot be had any more. */
export interface RepairedPictures {
  repaired: number;
  lost: string[];
}

/** What a repair works with. */
export interface RepairWorld {
  pipeline: Pick<LocalPipeline, "bucket" | "deadLetters" | "sendPosts">;
  folder: Pick<PictureFolder, "keepPost">;
  sleep: (ms: number) => Promise<void>;
}

const pollIntervalMs = 100;
/** The outcome of a record whose post the worker goes on with. */
const unfinished = "unfinished";

/**
 * Downloads broken pictures again, from the addresses that their records name: Reddit is not asked. A post's record is
 * replaced only when its pictures are whole again. @throws what `sleep` throws.
 */
export async function repairPictures(
  posts: readonly BrokenPost[],
  { pipeline, folder, sleep }: RepairWorld,
): Promise<RepairedPictures> {
  const { bucket } = pipeline;
  for (const { record, keys } of posts) {
    const links = record.links.filter(({ key = "" }) => !keys.includes(key));
    const { id, subreddit } = record.post;
    await bucket.put(
      latestPostRecordKey(subreddit, id),
      JSON.stringify({ ...record, outcome: unfinished, links }),
    );
  }
  await pipeline.sendPosts(posts.map(({ record }) => messageOf(record)));

  const end: RepairedPictures = { repaired: 0, lost: [] };
  let open = posts;
  for (;;) {
    const givenUp = pipeline.deadLetters();
    const waiting: BrokenPost[] = [];
    for (const post of open) {
      const { crawlId, post: facts } = post.record;
      const bytes = await postRecordOf(bucket, crawlId, facts.id);
      if (bytes) {
        const record = z.parse(postRecordSchema, JSON.parse(Buffer.from(bytes).toString("utf8")));
        const stored = new Set(record.links.map(({ key }) => key));
        const lost = post.keys.filter((key) => !stored.has(key));
        if (lost.length === 0) await folder.keepPost(bucket, record, post.keys);
        end.lost.push(...lost);
        end.repaired += lost.length === 0 ? post.keys.length : 0;
      } else if (givenUp.some(({ postId }) => postId === facts.id)) end.lost.push(...post.keys);
      else waiting.push(post);
    }
    if (waiting.length === 0) return end;
    open = waiting;
    await sleep(pollIntervalMs);
  }
}

/** The message that makes the worker decide the post's links once more: those that are whole are known to it. */
function messageOf({ crawlId, post, links }: PostRecord): PostMessage {
  const byPlace = new Map<number, PictureLink>();
  const leftOut: PostMessage["leftOut"] = [];
  for (const link of links) {
    const address = link.page ?? link.url;
    if (link.position === undefined || address === undefined) leftOut.push(leftOutOf(link));
    else if (!byPlace.has(link.position))
      byPlace.set(link.position, {
        position: link.position,
        foundIn: link.foundIn,
        candidates: [
          {
            url: address,
            quality: link.quality ?? "original",
            ...(link.page !== undefined && { kind: "page" }),
          },
        ],
      });
  }
  return { schemaVersion: 1, crawlId, post, links: [...byPlace.values()], leftOut };
}

function leftOutOf({ position, foundIn, url, reason, outcome }: LinkRecord) {
  return {
    ...(position !== undefined && { position }),
    foundIn,
    ...(url !== undefined && { url }),
    reason: reason ?? outcome,
  };
}
