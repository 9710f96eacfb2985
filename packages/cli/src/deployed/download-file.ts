import { setTimeout as sleep } from "node:timers/promises";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";

/** Milliseconds: a server that sends nothing for so long will not go on. A whole film may take as long as it likes. */
const idleTimeoutMs = 30_000;
const attempts = 3;
const firstPauseMs = 500;

interface DownloadOptions {
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
  request?: typeof fetch;
  pause?: (ms: number) => Promise<void>;
}

/**
 * The bytes at `url`, which is signed already, however long they take as long as they come.
 * @throws {CommandError} when there are none to be had after three attempts, or the server refuses.
 */
export async function downloadFile(url: URL, options: DownloadOptions): Promise<Uint8Array> {
  const { signal, pause = (ms) => sleep(ms, undefined, { signal }) } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await downloadOnce(url, options);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof CommandError) throw error;
      if (attempt === attempts) throw new CommandError(reasonOf(error), { cause: error });
    }
    await pause(firstPauseMs * 2 ** attempt);
  }
}

/** @throws {CommandError} when another attempt cannot help. */
async function downloadOnce(
  url: URL,
  { signal, request = fetch }: DownloadOptions,
): Promise<Uint8Array> {
  const idle = new AbortController();
  const idleSeconds = idleTimeoutMs / 1000;
  const giveUp = () => idle.abort(new Error(`nothing came for ${idleSeconds} s`));
  let timer = setTimeout(giveUp, idleTimeoutMs);
  try {
    const response = await request(url, { signal: AbortSignal.any([signal, idle.signal]) });
    if (!response.ok) {
      await response.body?.cancel();
      const mayPass = response.status === 429 || response.status >= 500;
      const reason = `the server answered ${response.status}`;
      throw mayPass ? new Error(reason) : new CommandError(reason);
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      clearTimeout(timer);
      timer = setTimeout(giveUp, idleTimeoutMs);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
  }
}

/** fetch says "fetch failed" and "terminated", and in the cause why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
