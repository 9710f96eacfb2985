import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import * as z from "zod/mini";

import { readJson } from "../../asking/read-json.ts";

/** The part of an answer of `api.imgur.com/post/v1` that matters; an empty album has no `media`, an error neither. */
const answerSchema = z.object({
  is_album: z.nullish(z.boolean()),
  media: z.nullish(z.array(z.object({ url: z.nullish(z.string()) }))),
  errors: z.nullish(z.array(z.object({ code: z.nullish(z.union([z.string(), z.number()])) }))),
  success: z.nullish(z.boolean()),
  status: z.nullish(z.number()),
});

/** What an imgur page holds, as its API says. */
export type ImgurPost = Pick<z.infer<typeof answerSchema>, "is_album" | "media">;

/**
 * What imgur's API says in an answer of status 200; undefined where it says that there is no such thing. imgur writes its
 * errors into the body, too, as `errors[0].code` or as `success: false` with a `status`, and says so in words on a page
 * when it is "over capacity".
 * @throws {ThrottledError} when the body is a 429, {RetryableError} when it is any other error, or no answer at all.
 */
export function readImgurAnswer(text: string): ImgurPost | undefined {
  if (/^\s*</.test(text) && isOverCapacity(text)) throw throttled();
  const answer = readJson(answerSchema, text, "imgur");
  const { errors, success, status } = answer;
  const [error] = errors ?? [];
  if (!error && success !== false) return answer;

  const code = String(error?.code ?? status ?? "");
  if (code === "404") return undefined;
  if (code === "429" || isOverCapacity(text)) throw throttled();
  throw new RetryableError(
    /^\d{3}$/.test(code) ? `http-${Number(code)}` : "imgur-unreadable-answer",
    "imgur's API answered with an error and status 200",
  );
}

function isOverCapacity(text: string): boolean {
  return /over capacity/i.test(text);
}

function throttled(): ThrottledError {
  return new ThrottledError(
    "http-429",
    "imgur's API answered that it is asked too much",
    undefined,
  );
}
