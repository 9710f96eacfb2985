import { createHash } from "node:crypto";

import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { statusOf } from "@reddit-crawler/function-runtime/service-status";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { Resolution } from "@reddit-crawler/media-hosts";
import { linkCandidateSchema, pageAnswerKey } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { PageAnswers } from "../links/page-answers.ts";
import { serviceError } from "./service-error.ts";

/** Chosen: albums change seldom, and a crawl that finds an old one finds the pictures that it had. */
const keptForMs = 7 * 86_400_000;
/** Chosen: a few hundred KB of one process. */
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

/** Answers of hosts in this process's memory, and behind it in `bucket`, one object a page. */
export function createS3PageAnswers(
  s3: S3Client,
  bucket: string,
  clock: Clock,
  log: Log,
): PageAnswers {
  const known = new Map<string, Kept>();

  const remember = (kept: Kept) => {
    const oldest = known.keys().next();
    if (known.size >= mostInMemory && !oldest.done) known.delete(oldest.value);
    known.set(kept.page, kept);
  };
  const isFresh = (kept: Kept | undefined, page: URL): kept is Kept =>
    kept?.page === page.href && clock.now() - Date.parse(kept.askedAt) < keptForMs;

  return {
    async find(page) {
      const here = known.get(page.href);
      if (isFresh(here, page)) return resolution(here);
      const text = await readText(s3, { Bucket: bucket, Key: keyOf(page) });
      const kept = text === undefined ? undefined : parseKept(text);
      if (!isFresh(kept, page)) return undefined;
      remember(kept);
      return resolution(kept);
    },

    async keep(page, answer) {
      const kept = { page: page.href, askedAt: new Date(clock.now()).toISOString(), answer };
      remember(kept);
      try {
        const command = new PutObjectCommand({
          Bucket: bucket,
          Key: keyOf(page),
          Body: JSON.stringify(kept),
          ContentType: "application/json",
        });
        await s3.send(command);
      } catch (error) {
        log.warn("page-answer-not-kept", { host: page.host, error });
      }
    },
  };
}

function keyOf(page: URL): string {
  return pageAnswerKey(createHash("sha256").update(page.href).digest("hex"));
}

async function readText(s3: S3Client, object: { Bucket: string; Key: string }) {
  try {
    return await (await s3.send(new GetObjectCommand(object))).Body?.transformToString();
  } catch (error) {
    // Who may not list the bucket gets 403 for an object that is not there.
    if ([403, 404].includes(statusOf(error) ?? 0)) return undefined;
    throw serviceError("s3", error);
  }
}

/** Undefined for what this code cannot read: the page is then asked again. */
function parseKept(text: string): Kept | undefined {
  try {
    return z.safeParse(keptSchema, JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function resolution({ answer }: Kept): Resolution {
  return answer;
}
