import {
  dispatchPosts,
  emptySummary,
  type DispatchLimits,
  type DispatchPorts,
  type DispatchSummary,
} from "./dispatch-posts.ts";
import { loadPlaces } from "./places/kept-places.ts";

/** A round's limits, and the queue whose places it fills. */
export interface RoundLimits extends DispatchLimits {
  postQueueUrl: string;
}

/**
 * One round: the places as the last balancer left them, posts for those that are free, and the places for the next. Does
 * nothing while another balancer is at work. @throws what the queue or the bucket throws; what is known is then saved.
 */
export async function runRound(
  ports: DispatchPorts,
  limits: RoundLimits,
): Promise<DispatchSummary> {
  const kept = await loadPlaces(ports, {
    queueUrl: limits.postQueueUrl,
    places: limits.maxConcurrentDownloads,
    // A message is hidden for as long as its worker may run: a rule of the template.
    times: { longestRunMs: limits.visibilityTimeoutSeconds * 1000, pollMs: limits.pollMs },
    endsAtMs: limits.endsAtMs,
  });
  if (!kept) {
    ports.log.info("another-balancer-works");
    return emptySummary;
  }
  try {
    return await dispatchPosts(ports, kept, limits);
  } finally {
    await kept.close();
  }
}
