import { basename } from "node:path";

import { sourceWords } from "@reddit-crawler/crawl-status/source-words";
import { crawlAddress, pictureKey, type PostFacts } from "@reddit-crawler/message-schema";
import type { NameTemplate } from "@reddit-crawler/picture-folder/names/name-template";

import { orderName } from "../pipeline/crawl-api.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { countOf } from "../terminal/crawl-units.ts";
import type { Notes } from "../terminal/notes.ts";
import type { Paint } from "../terminal/paint.ts";
import { plainText } from "../terminal/plain-text.ts";
import { wrapWords } from "../terminal/text/wrap-words.ts";
import type { ListedCrawl } from "./list-crawl.ts";
import type { LinkPlan, PlannedLink, PlannedPost } from "./planned-posts.ts";

/** What no listing says, for people and scripts. */
const unknowns = {
  pages: "how many pictures a page or album holds: its host is asked by the crawl",
  files: "whether a picture is still there, how large it is, and whether another post has the same",
};

const pages = "pages or albums";
const planWords: Readonly<Record<LinkPlan, string>> = {
  new: "new",
  here: "here already",
  better: "here, a better copy is asked for",
  repeated: "the same as an earlier post's",
  page: "a page or album",
};

/** Gives the result of a dry run: what would be stored, and what not and why. A JSON array of several crawls or `asList`. */
export function showDryRun(
  crawls: readonly ListedCrawl[],
  asList: boolean,
  naming: NameTemplate | undefined,
  output: Pick<CommandOutput, "result" | "notes">,
): void {
  output.result(
    (paint, columns) =>
      crawls.map((crawl) => crawlWords(crawl, naming, paint, output.notes, columns)).join("\n\n"),
    () => {
      const documents = crawls.map((crawl) => crawlDocument(crawl, naming));
      const isSingle = documents.length === 1 && !asList;
      return JSON.stringify(isSingle ? documents[0] : documents, undefined, 2);
    },
  );
}

function crawlWords(
  crawl: ListedCrawl,
  naming: NameTemplate | undefined,
  paint: Paint,
  notes: Notes,
  columns: number,
): string {
  const { summary, order, posts } = crawl;
  const stored = posts.filter((post) => post.kind === "store");
  const left = posts.filter((post) => post.kind === "leave");
  const links = stored.flatMap((post) => post.links);
  const counts = countBy(links.map(({ plan }) => plan));
  const listed = countOf(summary?.counts.listed ?? 0, "post");
  const name = orderName(order);
  const note = notes.unsaid(summary?.note);
  const origin = [
    ...(summary ? [`Read from ${sourceWords(summary.source, summary.dataAsOf)}.`] : []),
    ...(note === "" ? [] : [note]),
  ];
  return [
    `${paint("bold", name)}: ${listed} listed, nothing downloaded`,
    ...(origin.length === 0 ? [] : wrapWords(origin.join(" "), columns)),
    "",
    paint("bold", `Would be stored: ${countOf(stored.length, "post")}, ${linkWords(counts)}`),
    ...stored.flatMap((post) => storedLines(post, naming, paint)),
    "",
    paint("bold", `Would not be stored: ${countOf(left.length, "post")}`),
    ...left.map(({ record }) => `  ${postWords(record.post)}  ${record.reason ?? record.outcome}`),
    "",
    ...wrapWords(`Not known before: ${Object.values(unknowns).join("; ")}.`, columns).map((line) =>
      paint("dim", line),
    ),
  ].join("\n");
}

function linkWords(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(planWords).flatMap(([plan, words]) => {
    const n = counts[plan] ?? 0;
    return n === 0 ? [] : [plan === "page" ? countOf(n, "page or album", pages) : `${n} ${words}`];
  });
  return parts.length === 0 ? "no picture" : parts.join(", ");
}

type StoredPost = Extract<PlannedPost, { kind: "store" }>;

function storedLines(
  { post, links, leftOut }: StoredPost,
  naming: NameTemplate | undefined,
  paint: Paint,
): string[] {
  return [
    `  ${postWords(post)}`,
    ...links.map((planned) => {
      const { link, plan } = planned;
      const name = wantedName(post, planned, naming);
      const as = name === undefined ? "" : `, as ${name}`;
      return paint(
        "dim",
        `    ${plainText(link.candidates[0]?.url ?? "")}  ${planWords[plan]}${as}`,
      );
    }),
    ...leftOut.map(({ url, reason }) =>
      paint("yellow", `    ${plainText(url ?? "a link")}  not stored: ${reason}`),
    ),
  ];
}

/** What a new picture would be called, where a person names them: its ending shows when it is downloaded. */
function wantedName(
  post: PostFacts,
  { link, plan }: PlannedLink,
  naming: NameTemplate | undefined,
): string | undefined {
  if (plan !== "new") return undefined;
  const ext = "{ext}";
  const nn = basename(pictureKey(post.subreddit, post.id, link.position, ext), `.${ext}`);
  return naming?.({ post, nn, ext });
}

function postWords({ id, subreddit, title }: PostFacts): string {
  return `${subreddit}/${id}  ${plainText(title)}`;
}

/** The result for scripts. */
function crawlDocument(
  { crawlId, order, summary, failure, posts }: ListedCrawl,
  naming: NameTemplate | undefined,
) {
  const stored = posts.filter((post) => post.kind === "store");
  const left = posts.filter((post) => post.kind === "leave");
  return {
    dry_run: true,
    crawl_id: crawlId,
    address: summary ? crawlAddress(summary) : order.subreddit,
    state: failure ? "failed" : "listed",
    source: summary?.source,
    note: summary?.note,
    failure,
    posts_listed: summary?.counts.listed ?? 0,
    pictures: countBy(stored.flatMap(({ links }) => links.map(({ plan }) => plan))),
    would_store: stored.map(({ post, links, leftOut }) => ({
      ...postDocument(post),
      pictures: links.map((link) => ({
        ...linkDocument(link),
        name: wantedName(post, link, naming),
      })),
      left_out: leftOut,
    })),
    would_not_store: left.map(({ record }) => ({
      ...postDocument(record.post),
      outcome: record.outcome,
      reason: record.reason,
    })),
    not_known_before: unknowns,
  };
}

function postDocument({ id, subreddit, title, author, permalink, createdAt }: PostFacts) {
  return { post_id: id, subreddit, title, author, permalink, created_at: createdAt };
}

function linkDocument({ link, plan }: PlannedLink) {
  const { position, foundIn, candidates, duplicateOf, pending } = link;
  const [best] = candidates;
  return {
    position,
    plan,
    url: best?.url,
    quality: best?.quality,
    found_in: foundIn,
    same_as: duplicateOf && { ...postOf(duplicateOf), position: duplicateOf.position },
    pending,
  };
}

function postOf({ subreddit, postId }: { subreddit: string; postId: string }) {
  return { subreddit, post_id: postId };
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
