import type { LocalPipeline } from "../pipeline/pipeline.ts";

/**
 * Waits until each crawl that was told to stop has kept what it has.
 * @throws what kept one of them from that, so that nobody is told that all is kept; a CommandError when the folder is gone.
 */
export async function assertKept(
  following: Iterable<Promise<unknown>>,
  pipeline: Pick<LocalPipeline, "checkFolder">,
): Promise<void> {
  const lost = (await Promise.allSettled(following)).find(isLoss);
  if (!lost) return;
  await pipeline.checkFolder();
  throw lost.reason;
}

/** Whether a crawl that was told to stop ended with anything else than that. */
function isLoss(end: PromiseSettledResult<unknown>): end is PromiseRejectedResult {
  return (
    end.status === "rejected" && !(end.reason instanceof Error && end.reason.name === "AbortError")
  );
}
