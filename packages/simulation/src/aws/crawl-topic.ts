import type { World } from "../world.ts";

/** Where a topic delivers to. */
export interface TopicTarget {
  published(message: string): void;
  deliver(message: string): void;
  /** The target or its permission is gone: SNS makes no further attempt, and the message is dead-lettered. */
  deadLetter(message: string): void;
}

/** A topic with one subscription: at least once, in any order. */
export class CrawlTopic {
  /** Messages on their way. */
  pending = 0;
  readonly #world: World;
  readonly #target: TopicTarget;

  constructor(world: World, target: TopicTarget) {
    this.#world = world;
    this.#target = target;
  }

  /** Keeps `message` until it is delivered or dead-lettered. Returns its id. */
  publish(message: string): string {
    const { faults } = this.#world;
    const messageId = `sns-${this.#world.nextId()}`;
    this.#target.published(message);
    this.#deliverSoon(message);
    if (faults.strikes("sns delivery doubled")) this.#deliverSoon(message);
    return messageId;
  }

  #deliverSoon(message: string): void {
    const { faults, random, timeline } = this.#world;
    const lateMs = faults.strikes("sns delivery late") ? random.between(1000, 120_000) : 0;
    this.pending += 1;
    timeline.after(random.between(5, 300) + lateMs, () => {
      this.pending -= 1;
      if (faults.strikes("sns delivery refused")) this.#target.deadLetter(message);
      else this.#target.deliver(message);
    });
  }
}
