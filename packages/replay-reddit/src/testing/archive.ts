import { expect } from "vitest";
import * as z from "zod/mini";

import { demoListing } from "../listing/demo-listing.ts";
import type { ReplayOptions } from "../start-replay.ts";
import { played } from "./played.ts";

/** What a test looks at of an archived post. */
export interface ArchivedRow {
  id: string;
  subreddit: string;
  title: string;
  author: string;
  score: number;
  created_utc: number;
  retrieved_on: number;
  _meta?: { retrieved_2nd_on?: number; removal_type?: string };
  gallery_data?: { items: unknown[] };
  [field: string]: unknown;
}

const answerSchema = z.object({ data: z.custom<ArchivedRow[]>() });
const errorSchema = z.object({ data: z.unknown(), error: z.string() });

export const archiveBase = "https://arctic-shift.photon-reddit.com";
/** The demo's posts, in the listing's order. */
export const listedPosts = demoListing().map(({ post }) => post);
/** When the newest of them was posted, in seconds. */
export const newestAt = Math.max(...listedPosts.map(({ created_utc: at }) => at));

/** A replay's archive for the running test; by default a month after the newest post. */
export async function openArchive(options: Omit<ReplayOptions, "workDir"> = {}) {
  const { replay, client } = await played({
    now: () => (newestAt + 30 * 86_400) * 1000,
    ...options,
  });
  const get = (path: string) => client.get(archiveBase + path);
  async function rows(path: string): Promise<ArchivedRow[]> {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    return answerSchema.parse(JSON.parse(answer.body.toString())).data;
  }
  async function errorOf(path: string) {
    const { status, body } = await get(path);
    return { status, ...errorSchema.parse(JSON.parse(body.toString())) };
  }
  return { replay, client, get, rows, errorOf };
}
