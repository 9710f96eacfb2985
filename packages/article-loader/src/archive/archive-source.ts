import { PermanentError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { archiveGateKey } from "@reddit-crawler/message-schema";

import { newDoor } from "../gate/door.ts";
import { singlePost } from "../reddit/single-post.ts";
import type { ListingPage, PageRequest } from "../reddit/listing-page.ts";
import type { ListingSource, Question } from "../reddit/listing-source.ts";
import { readArchiveData, readArchiveRows } from "./archive-answer.ts";
import {
  bestOf,
  formatCursor,
  pageBehind,
  parseCursor,
  type ArchiveCursor,
} from "./archive-cursor.ts";
import { createdSeconds, readArchivePost } from "./archive-post.ts";
import { archiveWindow, archivedOwner } from "./archive-window.ts";
import { archiveUrl } from "./archive-url.ts";
import { shareQuestion } from "./share-question.ts";

/** Measured in September 2026: about 0.8 requests a second, one at a time, are answered for long. */
const spacingMs = 1250;
/** A request's time limit is 30 s; the rest is for the gate's writes. */
const heldMs = 35_000;
/**
 * Posts of a page and the wait before it, when the archive was too busy for the one before. Waits of 30 s help where the
 * query was too heavy, one of 300 s also where the client was too fast (seen in August 2026).
 */
const pageSizes = [
  { limit: 100, waitSeconds: 0 },
  { limit: 100, waitSeconds: 30 },
  { limit: 50, waitSeconds: 30 },
  { limit: 25, waitSeconds: 300 },
] as const;
/** Waits before single posts are asked for again. */
const postWaitsSeconds = [0, 5, 30];
/** The archive takes 500 ids. A page has as many as one of Reddit's, so that it is settled in the same time. */
const idsPerPage = 100;
/** Chosen: 100,000 posts, about half an hour. What is older than that is not ranked. */
const mostScannedPages = 1000;
/** How much of a ranking's work its scan is, about; the rest is reading the best. */
const scanShare = 0.9;

type PagedCursor = Exclude<ArchiveCursor, { kind: "ranked" }>;

/** Arctic Shift, an archive of Reddit's posts that needs no key. It is one project's service, which may be away for days. */
export function archiveSource(): ListingSource {
  return {
    name: "archive",
    note: "Read from the archive Arctic Shift: scores as of 36 h after each post, none for younger ones; no quarantined or private subreddits; what was removed on request is missing.",
    lacks: [{ filter: "minScore", what: "scores of posts younger than about 36 h" }],
    door: newDoor(archiveGateKey, spacingMs, heldMs),
    tokens: undefined,
    page: (page) => {
      if (page.postId !== undefined) return singleQuestion(page.postId);
      const cursor = page.after === undefined ? firstCursor(page) : parseCursor(page.after);
      return cursor.kind === "ranked" ? ranked(cursor.ids) : searched(cursor, page);
    },
    posts: (postIds) => postsQuestion(postIds, (page) => page),
    sharedPost: shareQuestion,
    existence: (page) => ({
      url: archiveUrl("/api/utils/min", ownerQuery(page)),
      read: (answer, nowMs) => {
        if (readArchiveData(answer, nowMs) !== null) return pageOf([], undefined);
        const { kind, name } = archivedOwner(page);
        throw new PermanentError(
          "subreddit-not-found",
          `The archive knows no post of the ${kind === "author" ? "user" : kind} ${name}. Check the spelling, capitals included; a private or quarantined subreddit is not there either.`,
        );
      },
    }),
  };
}

function firstCursor(page: PageRequest): PagedCursor {
  const { before } = archiveWindow(page);
  return page.sortMethod === "top"
    ? { kind: "scan", before, pages: 0, best: [] }
    : { kind: "newest", before };
}

/** One page of the posts before the cursor, by the page size of this step and those that follow it. */
function searched(cursor: PagedCursor, page: PageRequest, step = 0): Question {
  const { limit, waitSeconds } = pageSizes[step] ?? pageSizes[0];
  const { after, before: end } = archiveWindow(page);
  const { before } = cursor;
  const smaller = pageSizes[step + 1];
  return {
    url: archiveUrl("/api/posts/search", {
      ...ownerQuery(page),
      sort: "desc",
      limit: String(limit),
      before: String(before),
      ...(after !== undefined && { after: String(after) }),
    }),
    whenBusy: smaller && {
      waitSeconds: smaller.waitSeconds,
      question: searched(cursor, page, step + 1),
    },
    read: (answer, nowMs) => {
      const rows = readArchiveRows(answer, nowMs);
      const seconds = rows.flatMap((row) => createdSeconds(row) ?? []);
      const behind = pageBehind(seconds, { before, after, limit });
      // Whoever has to make pages small cannot pass a second with more posts than that, and none is left out for it.
      if (behind.kind === "full" && waitSeconds > 0 && limit < pageSizes[0].limit)
        throw new ThrottledError("archive-busy", `One second has ${limit} posts.`, undefined);
      const next = behind.kind === "full" ? before - 1 : behind.kind === "before" && behind.before;
      const coveredShare =
        after === undefined || next === false ? undefined : (end - next) / (end - after);
      if (cursor.kind === "scan")
        return {
          ...scanned(rows, cursor, next, page.most),
          coveredShare: coveredShare && coveredShare * scanShare,
        };
      const found = pageOf(rows, next === false ? undefined : { kind: "newest", before: next });
      return { ...found, coveredShare };
    },
  };
}

/** The ranking so far: a page without posts, until everything is scanned. Posts without a score rank last. */
function scanned(
  rows: readonly unknown[],
  { pages, best }: Extract<ArchiveCursor, { kind: "scan" }>,
  next: number | false,
  most: number,
): ListingPage {
  const posts = rows.flatMap((row) => readArchivePost(row) ?? []);
  const scores = posts.flatMap(({ id, score }) =>
    id === undefined ? [] : [[id, score ?? Number.MIN_SAFE_INTEGER] as [string, number]],
  );
  const ranking = bestOf(best, scores, Math.min(most, 1000));
  if (next !== false && pages + 1 < mostScannedPages)
    return pageOf([], { kind: "scan", before: next, pages: pages + 1, best: ranking });
  const ids = ranking.map(([id]) => id);
  return pageOf([], ids.length === 0 ? undefined : { kind: "ranked", ids });
}

function ranked(ids: readonly string[]): Question {
  const rest = ids.slice(idsPerPage);
  const after = rest.length === 0 ? undefined : formatCursor({ kind: "ranked", ids: rest });
  return postsQuestion(ids.slice(0, idsPerPage), (page) => ({ ...page, after }));
}

function singleQuestion(postId: string): Question {
  return postsQuestion([postId], (page) => singlePost(page, postId, "The archive"));
}

/** Single posts in the order of their ids, as a page that `finish` makes; those that the archive does not have are left out. */
function postsQuestion(
  postIds: readonly string[],
  finish: (page: ListingPage) => ListingPage,
  step = 0,
): Question {
  const waitSeconds = postWaitsSeconds[step + 1];
  return {
    url: archiveUrl("/api/posts/ids", { ids: postIds.join() }),
    whenBusy:
      waitSeconds === undefined
        ? undefined
        : { waitSeconds, question: postsQuestion(postIds, finish, step + 1) },
    read: (answer, nowMs) => {
      const page = pageOf(readArchiveRows(answer, nowMs), undefined);
      const place = new Map(postIds.map((id, index) => [id, index]));
      const placeOf = (id = "") => place.get(id) ?? postIds.length;
      return finish({
        ...page,
        posts: page.posts.toSorted((a, b) => placeOf(a.id) - placeOf(b.id)),
      });
    },
  };
}

function pageOf(rows: readonly unknown[], next: ArchiveCursor | undefined): ListingPage {
  const posts = rows.flatMap((row) => readArchivePost(row) ?? []);
  return {
    posts,
    unreadable: rows.length - posts.length,
    after: next && formatCursor(next),
    budget: undefined,
    isOnward: true,
  };
}

function ownerQuery(page: PageRequest): Record<string, string> {
  const { kind, name } = archivedOwner(page);
  return { [kind]: name };
}
