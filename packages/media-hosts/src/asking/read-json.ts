import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import * as z from "zod/mini";

/**
 * A host's answer in the shape that `schema` describes.
 * @throws {RetryableError} `<host>-unreadable-answer` when it is anything else, since hosts under load answer with pages.
 */
export function readJson<Schema extends z.core.$ZodType>(
  schema: Schema,
  text: string,
  host: "flickr" | "imgur" | "redgifs",
): z.output<Schema> {
  try {
    return z.parse(schema, JSON.parse(text));
  } catch (cause) {
    throw new RetryableError(`${host}-unreadable-answer`, `${host} answered in an unknown shape`, {
      cause,
    });
  }
}
