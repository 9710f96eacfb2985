import type { CrawlEnds } from "@reddit-crawler/crawl-status/announce-end";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";
import type { MediaHosts, ResolveContext } from "@reddit-crawler/media-hosts";

import type { Cooldowns } from "./hosts/cooldowns.ts";
import type { AtPace } from "./hosts/pace.ts";
import type { EndChecks } from "./job/end-checks.ts";
import type { PostQueue } from "./job/job-message.ts";
import type { PageAnswers } from "./links/page-answers.ts";
import type { PostRecords } from "./records/post-records.ts";
import type { KnownPictures } from "./store/known-pictures.ts";
import type { PictureStore } from "./store/picture-store.ts";

/** What a process has from its cold start on: its limits, and everything that it reaches outside itself. */
export interface WorkerWorld {
  store: PictureStore;
  knownPictures: KnownPictures;
  records: PostRecords;
  pageAnswers: PageAnswers;
  cooldowns: Cooldowns;
  ends: CrawlEnds;
  endChecks: EndChecks;
  queue: PostQueue;
  http: OutboundHttp;
  /** The hosts that pictures may come from. */
  hosts: MediaHosts;
  atPace: AtPace;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  log: Log;
  maxPictureBytes: number;
  /** The queue's maxReceiveCount, and the attempts that a post has. */
  maxReceiveCount: number;
  /** Keys that some hosts want, by name. */
  keys: ResolveContext["keys"];
  /** Absent where the client id of imgur's page is not to be used. */
  imgurPageId?: ResolveContext["imgurPageId"];
}
