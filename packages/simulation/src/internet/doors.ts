import type { OutboundRequest } from "@reddit-crawler/function-runtime/http/outbound-http";

import type { DoorRules } from "../rules/doors.ts";
import type { World } from "../world.ts";
import { Archive } from "./archive.ts";
import { Feed } from "./feed.ts";
import type { HostAnswer } from "./outbound.ts";
import { Reddit } from "./reddit.ts";
import type { Scene } from "./scene.ts";

/** What answers the loader: Reddit's API and tokens, its feed, and the archive. */
export function openDoors(world: World, scene: Scene, rules: DoorRules) {
  const reddit = new Reddit(world, scene);
  const feed = new Feed(world, scene);
  const archive = new Archive(world, scene);
  return (request: OutboundRequest, by: string): HostAnswer => {
    const { hostname, pathname } = request.url;
    if (hostname === "arctic-shift.photon-reddit.com") {
      const answer = archive.answer(request.url);
      rules.asked("archive", by, leastMsOf(answer));
      return answer;
    }
    if (pathname.endsWith(".rss")) {
      rules.asked("feed", by);
      return feed.answer(request.url);
    }
    const answer = reddit.answer(request);
    if (hostname === "oauth.reddit.com") rules.asked("api", by, leastMsOf(answer));
    return answer;
  };
}

/** How long an answer takes at least, in milliseconds. */
function leastMsOf(answer: HostAnswer): number {
  if ("noAnswer" in answer) return answer.afterMs;
  return (answer.chunks?.length ?? 0) * (answer.pauseMs ?? 0);
}
