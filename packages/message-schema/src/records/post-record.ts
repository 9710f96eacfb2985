import * as z from "zod/mini";

import { described } from "../described.ts";
import { crawlIdSchema } from "../crawl-id.ts";
import { instantSchema } from "../identifiers.ts";
import { postFactsSchema } from "../messages/post-message.ts";

/** The reason of a picture that stands for an album that could not be opened: the rest of it is missing. */
export const albumCover = "album-cover";

/**
 * What became of one link.
 * `outcome` is one of: `stored` (this crawl put the object, in this delivery or an earlier one), `already-stored` (an earlier crawl had put it),
 * `gone`, `not-a-picture`, `too-large`, `refused`, `unavailable` (known from the listing: see `reason`). More may come:
 * read an unknown one as "no picture". `key`, `bytes`, `sha256` (hex) and `contentType` are there when a picture is.
 * With them `reason` is a fault of the file, such as `cut-off`, which was the best that could be had, or `album-cover`:
 * Reddit's one picture of an album that could not be opened.
 */
export const linkRecordSchema = z.object({
  position: z.optional(z.int()),
  item: z.optional(described(z.int(), "place in the album that the link is, from 1")),
  page: z.optional(described(z.string(), "the page that was asked which pictures it holds")),
  foundIn: z.string(),
  url: z.optional(described(z.string(), "the candidate that was kept, else the best one")),
  quality: z.optional(z.string()),
  insteadOf: z.optional(
    described(
      z.string(),
      "why a better copy could not be had, where it may be had later: the next crawl attempts it again",
    ),
  ),
  outcome: z.string(),
  reason: z.optional(z.string()),
  key: z.optional(z.string()),
  bytes: z.optional(z.int().register(z.globalRegistry, { unit: "bytes" })),
  sha256: z.optional(z.string()),
  contentType: z.optional(z.string()),
  duplicateOf: z.optional(
    described(
      z.string(),
      "key of the same picture elsewhere: in the post that the listing names first, else in the one stored first",
    ),
  ),
});
export type LinkRecord = z.infer<typeof linkRecordSchema>;

/**
 * One post's outcome: `crawls/<crawl id>/posts/<post id>.<counts>.json`, and beside its pictures as `post.json` in the
 * form the latest crawl gave it. Written once the post is decided; the latter also before, as `unfinished`, and not where
 * the metadata of a post's sole picture say `post-record: none`.
 * `outcome` is `stored` (every picture it links is stored), `partly-stored` (also where a cover is all that an album
 * gave), `nothing-stored` (none could be had), `no-pictures` (it links none: see `reason`) or `filtered` (the crawl did not want it: see `reason`); beside the pictures
 * also `unfinished` (some links are to be tried again, and `links` holds what is known so far).
 */
export const postRecordSchema = z.object({
  schemaVersion: z.literal(1),
  crawlId: crawlIdSchema,
  post: postFactsSchema,
  outcome: z.string(),
  reason: z.optional(z.string()),
  links: z.array(linkRecordSchema),
  decidedAt: instantSchema,
});
export type PostRecord = z.infer<typeof postRecordSchema>;
