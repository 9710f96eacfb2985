import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { busyCooldownSeconds, saysBusy } from "@reddit-crawler/media-hosts/asking/busy-words";

import { HostThrottle } from "../hosts/host-throttle.ts";

/** Bytes; more is no error that a host writes. */
const longestError = 16_384;

/**
 * Reads what `url` answered in place of a picture, whatever the status: many a host says there that it is asked too much.
 * @throws {HostThrottle} when it does, for `waitSeconds` or ten minutes.
 */
export async function throwIfBusy(
  body: AsyncIterable<Uint8Array>,
  url: URL,
  waitSeconds = busyCooldownSeconds,
): Promise<void> {
  if (!saysBusy(await shortText(body))) return;
  throw new HostThrottle(
    { hostname: url.hostname, isKnown: false },
    "http-429",
    "the host says in words that it is asked too much",
    waitSeconds,
  );
}

/** The whole text; empty when it is too long for an error, or breaks off, since the status has then to do without it. */
async function shortText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > longestError) return "";
    }
  } catch (error) {
    if (error instanceof RetryableError) return "";
    throw error;
  }
  return Buffer.concat(chunks).toString("utf8");
}
