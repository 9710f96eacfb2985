import { crawlRequestSchema, crawlSummarySchema } from "@reddit-crawler/message-schema";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { LoaderWorld } from "@reddit-crawler/article-loader/world";
import * as z from "zod/mini";

import type { Mutation } from "./mutation.ts";
import { isSummaryKey } from "./summary-mutations.ts";

type Source = LoaderWorld["sources"]["archive"];
type Question = ReturnType<Source["page"]>;

/** Each breaks a way in that needs no keys. */
export const doorMutations: readonly Mutation[] = [
  {
    name: "second-left-out",
    what: "A page of the archive begins behind the last second of the page before, of which that had a part.",
    breaks: ["no post is lost"],
    loader: (world) =>
      withArchive(world, (archive) => ({
        ...archive,
        page: (page) => {
          const question = archive.page(page);
          return page.after === undefined ? question : movedBack(question);
        },
      })),
  },
  {
    name: "recorded-posts-forgotten",
    what: "A later attempt does not look what the one before has recorded; first attempts end behind their last page.",
    breaks: ["a post is recorded or sent"],
    loader: (world) => {
      let isFirst = true;
      const replace: LoaderWorld["objects"]["replace"] = async (key, text, version) => {
        const fails = isFirst && isSummaryKey(key) && isListedKeyless(text);
        if (fails) isFirst = false;
        if (fails) throw new RetryableError("bucket-unavailable", "The summary is not saved.");
        return world.objects.replace(key, text, version);
      };
      return { ...world, objects: { ...world.objects, replace, list: async () => [] } };
    },
  },
  {
    name: "place-before-its-posts",
    what: "Where the crawl goes on counts posts of the page behind it.",
    breaks: ["a continuation comes after its posts"],
    loader: (world) => ({
      ...world,
      objects: {
        ...world.objects,
        put: (key, text) => world.objects.put(key, placeAhead(key, text)),
      },
    }),
  },
  {
    name: "ranking-forgets",
    what: "A ranking knows the scores of its last page only.",
    breaks: ["no post is lost"],
    loader: (world) =>
      withArchive(world, (archive) => ({
        ...archive,
        page: (page) =>
          archive.page({ ...page, after: page.after?.replace(/"best":\[.*\]/, '"best":[]') }),
      })),
  },
  {
    name: "only-what-is-archived",
    what: "Posts of the feed that the archive does not have are neither sent nor recorded.",
    breaks: ["no post is lost", "a summary counts safe posts only"],
    loader: (world) => {
      let known: Set<string | undefined> | undefined;
      const isKnown = (postId: string) => known === undefined || known.has(postId);
      const mutated = withArchive(world, (archive) => ({
        ...archive,
        posts: (postIds) => {
          const question = postsOf(archive, postIds);
          return {
            ...question,
            read: async (answer, nowMs) => {
              const page = await question.read(answer, nowMs);
              known = new Set([...(known ?? []), ...page.posts.map(({ id }) => id)]);
              return page;
            },
          };
        },
      }));
      return {
        ...mutated,
        queue: {
          sendBatch: (posts) =>
            world.queue.sendBatch(posts.filter(({ postId }) => isKnown(postId))),
        },
      };
    },
  },
  {
    name: "fallback-in-silence",
    what: "The summary does not say that the archive listed in place of the feed.",
    breaks: ["no post is lost"],
    loader: (world) => ({
      ...world,
      objects: {
        ...world.objects,
        replace: (key, text, version) => {
          if (!isSummaryKey(key)) return world.objects.replace(key, text, version);
          const { note: _note, ...summary } = z.parse(crawlSummarySchema, JSON.parse(text));
          return world.objects.replace(key, JSON.stringify(summary), version);
        },
      },
    }),
  },
  {
    name: "archive-gate-off",
    what: "The archive is asked as soon as its last answer is there.",
    breaks: ["two listing requests are apart"],
    loader: (world) =>
      withArchive(world, (archive) => ({ ...archive, door: { ...archive.door, spacingMs: 0 } })),
  },
  {
    name: "feed-gate-shared",
    what: "The feed is asked at the pace of Reddit's API.",
    breaks: ["two listing requests are apart"],
    loader: (world) => {
      const { feed } = world.sources;
      const hasty = { ...feed, door: { ...feed.door, spacingMs: 2000 } };
      return { ...world, sources: { ...world.sources, feed: hasty } };
    },
  },
  {
    name: "imgur-page-not-read",
    what: "The worker has no client id for imgur but its own, which it has not.",
    breaks: ["a record is true"],
    worker: ({ imgurPageId: _read, ...world }) => world,
  },
];

function withArchive(world: LoaderWorld, change: (archive: Source) => Source): LoaderWorld {
  return { ...world, sources: { ...world.sources, archive: change(world.sources.archive) } };
}

/** The question for single posts. @throws {Error} where the source has none. */
function postsOf({ name, posts }: Source, postIds: readonly string[]): Question {
  if (!posts) throw new Error(`The source ${name} gives no single posts.`);
  return posts(postIds);
}

/** The same question about the time up to a second earlier. */
function movedBack(question: Question): Question {
  const url = new URL(question.url);
  const before = url.searchParams.get("before");
  if (before !== null) url.searchParams.set("before", String(Number(before) - 1));
  const { whenBusy } = question;
  return {
    ...question,
    url,
    ...(whenBusy && { whenBusy: { ...whenBusy, question: movedBack(whenBusy.question) } }),
  };
}

/** A kept place that counts one post more than it may. */
function placeAhead(key: string, text: string): string {
  if (!key.endsWith("/continuation.json")) return text;
  const { continuation, ...request } = z.parse(crawlRequestSchema, JSON.parse(text));
  const listedPostIds = [...(continuation?.listedPostIds ?? []), "ahead"];
  return JSON.stringify({ ...request, continuation: { ...continuation, listedPostIds } });
}

function isListedKeyless(summary: string): boolean {
  const { source, state } = z.parse(crawlSummarySchema, JSON.parse(summary));
  return source === "keyless" && state === "listed";
}
