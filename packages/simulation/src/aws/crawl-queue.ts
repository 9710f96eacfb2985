import type { Deployment } from "../deployment.ts";
import type { Appointment } from "../timeline.ts";
import type { World } from "../world.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import { PostQueue, type Delivery } from "./post-queue.ts";
import { ServiceError } from "./service-error.ts";

/** Who wants to know what becomes of crawl requests. */
export interface CrawlQueueWatch {
  sent(request: string): void;
  /** By the queue's redrive policy. */
  deadLettered(request: string): void;
}

/** Whom the queue's pollers invoke, and how they get the receive count wrong where a mutation says so. */
export interface CrawlQueueTarget {
  loader: () => LambdaFunction;
  receiveCountOf?: ((count: number) => number) | undefined;
}

/** Longest milliseconds between what a poller does. */
const stepMs = 200;
/** Where a poller found nothing although something was there. */
const emptyMs = 1000;
/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html: to SQS, for 23 days. */
const redeliveryMs = 1000;

/** The queue in front of the article-loader, and Lambda's pollers of it: a request for each run, so many runs at once. */
export class CrawlQueue {
  readonly messages: PostQueue;
  readonly #world: World;
  readonly #numbers: Deployment["crawls"];
  readonly #target: CrawlQueueTarget;
  #running = 0;
  /** Requests that the queue refused, and that the topic has. */
  #arriving = 0;
  #next: Appointment | undefined;

  constructor(
    world: World,
    numbers: Deployment["crawls"],
    watch: CrawlQueueWatch,
    target: CrawlQueueTarget,
  ) {
    this.#world = world;
    this.#numbers = numbers;
    this.#target = target;
    const nothing = () => {};
    this.messages = new PostQueue(
      world,
      numbers,
      {
        sent: ({ body, visibleAtMs }) => {
          watch.sent(body);
          this.#pollAt(visibleAtMs);
        },
        deadLettered: ({ body }) => watch.deadLettered(body),
        // It may be seen sooner now than was known.
        released: () => this.#pollAt(world.timeline.nowMs + 1),
        received: nothing,
        shownEarly: nothing,
        deleted: nothing,
        givenUp: nothing,
      },
      "oldest first",
    );
  }

  /** Whether nothing waits here or is worked on. */
  get isQuiet(): boolean {
    return this.#arriving === 0 && this.messages.live.length === 0;
  }

  /** Takes a request that the topic delivers, which sends it again until the queue has it. */
  send(request: string): void {
    const { failed } = this.messages.sendBatch([{ id: "1", body: request, delaySeconds: 0 }]);
    if (failed.length === 0) return;
    this.#arriving += 1;
    this.#world.timeline.after(redeliveryMs, () => {
      this.#arriving -= 1;
      this.send(request);
    });
  }

  #pollAt(atMs: number): void {
    const { timeline, random } = this.#world;
    const soonMs = Math.max(atMs, timeline.nowMs) + random.between(1, stepMs);
    if (this.#next?.run && this.#next.atMs <= soonMs) return;
    if (this.#next) this.#next.run = undefined;
    this.#next = timeline.after(soonMs - timeline.nowMs, () => {
      this.#next = undefined;
      this.#poll();
    });
  }

  #poll(): void {
    const { timeline } = this.#world;
    while (this.#running < this.#numbers.mostRuns) {
      const [delivery] = this.messages.receive(1);
      if (!delivery) {
        const visible = this.messages.live.map(({ visibleAtMs }) => visibleAtMs);
        if (visible.length > 0)
          this.#pollAt(Math.max(Math.min(...visible), timeline.nowMs + emptyMs));
        return;
      }
      this.#invoke(delivery);
    }
  }

  #invoke(delivery: Delivery): void {
    const { faults, random, timeline } = this.#world;
    this.#running += 1;
    const over = () => {
      this.#running -= 1;
      this.#pollAt(timeline.nowMs);
    };
    timeline.after(random.between(5, stepMs), () => {
      // The message comes back when its visibility timeout is over.
      if (faults.strikes("lambda event throttled")) return over();
      try {
        this.#target.loader().runNow(this.#eventOf(delivery), (end) => {
          if ("answer" in end) this.messages.delete(delivery.receiptHandle, "poller");
          over();
        });
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        over();
      }
    });
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
  #eventOf({ messageId, receiptHandle, body, receiveCount }: Delivery) {
    const { receiveCountOf = (count) => count } = this.#target;
    const attributes = { ApproximateReceiveCount: String(receiveCountOf(receiveCount)) };
    return { Records: [{ messageId, receiptHandle, body, attributes }] };
  }
}
