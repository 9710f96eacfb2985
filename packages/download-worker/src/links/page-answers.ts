import { createHash } from "node:crypto";

import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import { isDenied } from "@reddit-crawler/function-runtime/aws-errors";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import type { Resolution } from "@reddit-crawler/media-hosts";
import { linkCandidateSchema, pageAnswerKey } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

/** What hosts answered about their pages, where that holds for a while: a page is then asked once, whatever links it. */
export interface PageAnswers {
  /** Undefined when there is none, or an old one. @throws {RetryableError} when the store could not decide. */
  find(page: URL): Promise<Resolution | undefined>;
  /** Never throws: the page can be asked again. */
  keep(page: URL, answer: Resolution): Promise<void>;
}

/** A week: albums change seldom, and a crawl that finds an old one finds the pictures that it had. */
const keptForMs = 7 * 86_400_000;
/** 500 answers: a few hundred KB of one process. */
const mostInMemory = 500;

const reason = z.string();
const keptSchema = z.object({
  page: z.string(),
  askedAt: z.iso.datetime(),
  answer: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("pictures"),
      album: z.boolean(),
      items: z.array(z.array(linkCandidateSchema)),
    }),
    z.object({ kind: z.literal("gone"), reason }),
    z.object({ kind: z.literal("refused"), reason }),
    z.object({ kind: z.literal("nothing"), reason }),
  ]),
});
type Kept = z.infer<typeof keptSchema>;

/** Answers of hosts in this process's memory, and behind it one object a page. */
export function createPageAnswers(objects: JsonObjects, clock: Clock, log: Log): PageAnswers {
  const known = new Map<string, Kept>();

  const remember = (kept: Kept) => {
    const oldest = known.keys().next();
    if (known.size >= mostInMemory && !oldest.done) known.delete(oldest.value);
    known.set(kept.page, kept);
  };
  const isFresh = (kept: Kept | undefined, page: URL): kept is Kept => {
    if (kept?.page !== page.href) return false;
    const ageMs = clock.now() - Date.parse(kept.askedAt);
    // An answer of the future is one of a wrong clock, and would count for ever.
    return ageMs >= 0 && ageMs < keptForMs;
  };

  return {
    async find(page) {
      const here = known.get(page.href);
      if (isFresh(here, page)) return here.answer;
      const found = await objects.read(keyOf(page));
      // What this code cannot read counts as none: the page is then asked again.
      const kept = found && z.safeParse(keptSchema, parseJson(found.text)).data;
      if (!isFresh(kept, page)) return undefined;
      remember(kept);
      return kept.answer;
    },

    async keep(page, answer) {
      const kept = { page: page.href, askedAt: new Date(clock.now()).toISOString(), answer };
      remember(kept);
      try {
        await objects.put(keyOf(page), JSON.stringify(kept));
      } catch (error) {
        log[isDenied(error) ? "error" : "warn"]("page-answer-not-kept", { host: page.host, error });
      }
    },
  };
}

function keyOf(page: URL): string {
  return pageAnswerKey(createHash("sha256").update(page.href).digest("hex"));
}
