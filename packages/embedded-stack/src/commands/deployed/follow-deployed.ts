import type { CrawlWatch } from "../crawl-watch.ts";
import type { CrawlClient, RemoteStatus } from "./crawl-client.ts";

/** What following a crawl of a deployed stack needs. */
export interface FollowDeployedPorts {
  client: CrawlClient;
  show: CrawlWatch;
  /** Resolves when it is time to look again. @throws when the person wants to stop. */
  nextLook: () => Promise<void>;
  now: () => number;
}

/** Chosen: a post's last try comes about 15 minutes after its first; what is silent for longer is worth a word. */
const silentMs = 20 * 60_000;

/** Looks at a crawl until it is finished or has failed. */
export async function followDeployed(
  crawlId: string,
  { client, show, nextLook, now }: FollowDeployedPorts,
): Promise<RemoteStatus> {
  for (;;) {
    const status = await client.status(crawlId);
    const silent = now() - Date.parse(status.updated_at ?? status.requested_at);
    show(status, {
      wait:
        silent > silentMs && status.state !== "finished"
          ? { reason: "Nothing has changed for", seconds: Math.round(silent / 1000) }
          : undefined,
    });
    if (status.state === "finished" || status.state === "failed") return status;
    await nextLook();
  }
}
