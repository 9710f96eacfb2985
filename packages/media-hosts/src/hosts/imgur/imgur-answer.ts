import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import * as z from "zod/mini";

import { saysBusy } from "../../asking/busy-words.ts";
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
 * What imgur's API says in an answer of status 200 without an `imgurErrorIn` it.
 * @throws {RetryableError} when it is another error, or no answer at all.
 */
export function readImgurAnswer(text: string): ImgurPost {
  const error = errorCode(text);
  if (error === undefined) return readJson(answerSchema, text, "imgur");
  throw new RetryableError(
    /^\d{3}$/.test(error) ? `http-${Number(error)}` : "imgur-unreadable-answer",
    "imgur's API answered with an error and status 200",
  );
}

/**
 * What imgur writes into the body of an answer, whatever its status: that there is no such thing, or that it is asked too
 * much, on a page in words ("over capacity").
 */
export function imgurErrorIn(text: string): "gone" | "busy" | undefined {
  const code = errorCode(text);
  const isPage = /^\s*</.test(text);
  if (code === "429" || ((isPage || code !== undefined) && saysBusy(text))) return "busy";
  return code === "404" ? "gone" : undefined;
}

/**
 * The error that a body holds, as `errors[0].code` or as `success: false` with a `status`; empty where it has no number,
 * undefined where the body is no error.
 */
function errorCode(text: string): string | undefined {
  const { errors, success, status } = z.safeParse(answerSchema, parseJson(text)).data ?? {};
  const [error] = errors ?? [];
  if (!error && success !== false) return undefined;
  return String(error?.code ?? status ?? "");
}
