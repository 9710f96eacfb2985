import * as z from "zod/mini";

import { mediaHostNames } from "../media-host-names.ts";
import type { CrawlFilter } from "../messages/crawl-filter.ts";
import { maxLinksPerPost } from "../messages/post-message.ts";

const hostsRule = `must be a list of ${mediaHostNames.join(", ")}, or all`;
const flagRule = "must be true or false";
const scoreRule = "must be a whole number of votes";
const flairRule = "must be a flair of 1 to 64 characters";
const authorRule = 'must be a user name of 3 to 20 characters, with or without "u/"';
const sinceRule = "must be an instant in UTC such as 2026-11-22T20:00:00Z";
const untilRule = "must be an instant in UTC such as 2026-11-22T20:00:00Z";
const countRule = `must be a whole number from 1 to ${maxLinksPerPost}`;

/** The fields of `POST /crawls` that leave posts out, or some of their pictures. */
export const filterInputShape = {
  media_hosts: z.optional(
    z
      .array(z.enum(["all", ...mediaHostNames], hostsRule), hostsRule)
      .check(z.minLength(1, hostsRule), z.maxLength(mediaHostNames.length, hostsRule)),
  ),
  nsfw: z.optional(z.boolean(flagRule)),
  spoilers: z.optional(z.boolean(flagRule)),
  min_score: z.optional(z.int(scoreRule)),
  flair: z.optional(
    z.string(flairRule).check(z.minLength(1, flairRule), z.maxLength(64, flairRule)),
  ),
  author: z.optional(
    z.string(authorRule).check(z.regex(/^(?:u\/)?[A-Za-z0-9_-]{3,20}$/, authorRule)),
  ),
  since: z.optional(z.iso.datetime(sinceRule)),
  until: z.optional(z.iso.datetime(untilRule)),
  include_deleted: z.optional(z.boolean(flagRule)),
  max_per_post: z.optional(
    z.int(countRule).check(z.minimum(1, countRule), z.maximum(maxLinksPerPost, countRule)),
  ),
};

/** The filter of the crawl request; what the caller left open is undefined. */
export function readFilter(input: z.infer<z.ZodMiniObject<typeof filterInputShape>>): CrawlFilter {
  return {
    mediaHosts: input.media_hosts?.join(),
    nsfw: input.nsfw,
    spoilers: input.spoilers,
    minScore: input.min_score,
    flair: input.flair,
    author: input.author?.replace(/^u\//, ""),
    since: input.since && new Date(input.since).toISOString(),
    until: input.until && new Date(input.until).toISOString(),
    includeDeleted: input.include_deleted,
    maxPerPost: input.max_per_post,
  };
}

/** A crawl's filter in the API's own words: hosts by whatever names the crawl's request had. */
export function filterAnswer(filter: CrawlFilter) {
  return {
    media_hosts: filter.mediaHosts?.split(","),
    nsfw: filter.nsfw,
    spoilers: filter.spoilers,
    min_score: filter.minScore,
    flair: filter.flair,
    author: filter.author,
    since: filter.since,
    until: filter.until,
    include_deleted: filter.includeDeleted,
    max_per_post: filter.maxPerPost,
  };
}
