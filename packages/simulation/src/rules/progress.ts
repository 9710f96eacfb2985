import {
  postMessageSchema,
  type PostMessage,
  type PostRecord,
} from "@reddit-crawler/message-schema";

import type { QueuedMessage } from "../aws/post-queue.ts";
import { workerFaults, type FaultKind } from "../faults.ts";
import type { World } from "../world.ts";

/** Faults by which two deliveries of a post may meet, or one be counted as another. */
const attemptsMixedUpBy: FaultKind[] = [
  "s3 conflict",
  "lambda event run twice",
  "lambda event throttled",
  "lambda event dropped",
  "sns delivery doubled",
  "sqs message doubled",
  "sqs receive count lags",
  "sqs deleted message returns",
];

/**
 * Work that does not fit into one worker's time is done all the same, and no worker is stopped in the middle of it. Once
 * a post is decided, the record beside its pictures says so, whichever other worker is still at work on it.
 */
export class ProgressRules {
  readonly #world: World;
  /** The pictures that the record beside each post's pictures names, and the outcome that it has. */
  readonly #latest = new Map<string, { named: Set<string>; outcome: string }>();
  /** Posts of a crawl that have more pictures than at the last receive of a message. */
  readonly #further = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The record beside a post's pictures was put. */
  put(record: PostRecord): void {
    const { post, outcome, links } = record;
    const named = new Set(links.flatMap(({ key }) => key ?? []));
    const former = this.#latest.get(post.id) ?? { named: new Set<string>(), outcome: "unfinished" };
    if (named.size > former.named.size) this.#further.add(keyOf(record));
    this.#latest.set(post.id, { named, outcome });
    if (outcome === "unfinished" && ![...former.named].every((key) => named.has(key)))
      this.#world.violate(
        "an unfinished record keeps its pictures",
        `${post.id} named ${former.named.size} pictures and now lacks some of them`,
      );
    if (outcome === "unfinished" && former.outcome !== "unfinished")
      this.#undecided(`${post.id} was ${former.outcome} and is now unfinished`);
  }

  /** A worker put the post's outcome among the records of its crawl. */
  decided(postId: string): void {
    if (this.#latest.get(postId)?.outcome === "unfinished")
      this.#undecided(`${postId} is decided and still unfinished beside its pictures`);
  }

  received({ body }: QueuedMessage): void {
    this.#further.delete(keyOf(postMessageSchema.parse(JSON.parse(body))));
  }

  deadLettered({ id, body }: QueuedMessage): void {
    const key = keyOf(postMessageSchema.parse(JSON.parse(body)));
    if (!this.#further.has(key)) return;
    if (this.#world.faults.happened(...workerFaults, ...attemptsMixedUpBy)) return;
    this.#world.violate("a post that gets further is not given up", `${key}, in ${id}`);
  }

  /** Lambda stopped a worker. */
  stopped(): void {
    if (this.#world.faults.happened(...workerFaults)) return;
    this.#world.violate("a worker ends before it is stopped", "its time was over");
  }

  #undecided(what: string): void {
    this.#world.violate("a decided post stays decided", what);
  }
}

function keyOf({ crawlId, post }: PostMessage | PostRecord): string {
  return `${crawlId}/${post.id}`;
}
