import {
  postMessageSchema,
  type DownloadJob,
  type PostMessage,
  type PostRecord,
} from "@reddit-crawler/message-schema";

import type { QueuedMessage, QueueWatch } from "../aws/post-queue.ts";
import type { World } from "../world.ts";
import { attemptsSpentBy, secondListings } from "./excusing-faults.ts";
import { ProgressRules } from "./progress.ts";
import { problemOf, type PictureFacts } from "./record-promises.ts";

/** What the rules ask of the bucket and the hosts. */
export interface Facts extends PictureFacts {
  isInQueue: (message: QueuedMessage) => boolean;
  /** Whether two attempts of a crawl ran at once. */
  haveMet: (crawlId: string) => boolean;
  /** How many attempts a post has. */
  mostAttempts: number;
}

/** What is known of one post in one crawl. */
interface PostCase {
  sent: PostMessage[];
  messages: QueuedMessage[];
  isRecorded: boolean;
  /** The listing alone has decided it. */
  isListed?: boolean;
  /** When its outcome was recorded first, in milliseconds since 1970. */
  recordedAtMs?: number;
}

/**
 * No post is lost: from the moment that its message is sent, the message is in the queue, in the dead-letter queue, or
 * its outcome is recorded and every picture that it promises is stored whole.
 */
export class PostRules implements QueueWatch {
  readonly #world: World;
  readonly #facts: Facts;
  readonly progress: ProgressRules;
  readonly #cases = new Map<string, PostCase>();
  readonly #touched = new Set<string>();
  /** Receipt handles of the workers that still may do something, by message. */
  readonly #atWork = new Map<string, Set<string>>();
  readonly #mayBeDoubled = new Set<string>();
  readonly #taken = new Map<string, string>();
  readonly #started = new Set<string>();
  /** Runs of workers for a post that did not only find a host in a cooldown, or too little time. */
  readonly #attempts = new Map<string, number>();

  constructor(world: World, facts: Facts) {
    this.#world = world;
    this.#facts = facts;
    this.progress = new ProgressRules(world);
  }

  /** Whether the post is safe for good or in good hands. */
  isAccountedFor(crawlId: string, postId: string): boolean {
    const post = this.#cases.get(`${crawlId}/${postId}`);
    return post !== undefined && (post.isRecorded || post.messages.some(this.#facts.isInQueue));
  }

  /** Whether the post has its outcome. */
  isDecided(crawlId: string, postId: string): boolean {
    return this.#cases.get(`${crawlId}/${postId}`)?.isRecorded ?? false;
  }

  /** Whether a message of the crawl is in the dead-letter queue. */
  hasDeadLetter(crawlId: string): boolean {
    return [...this.#cases].some(
      ([key, { messages }]) => key.startsWith(crawlId) && messages.some(({ isDead }) => isDead),
    );
  }

  /** When each post that has its outcome got it, by post id. */
  get decidedAtMs(): Map<string, number> {
    return new Map(
      [...this.#cases].flatMap(([key, { recordedAtMs }]) =>
        recordedAtMs === undefined ? [] : [[key.split("/")[1] ?? "", recordedAtMs] as const],
      ),
    );
  }

  /** Posts with a message that was received more than once. */
  get receivedAgain(): number {
    const isAgain = ({ messages }: PostCase) =>
      messages.some(({ receiveCount }) => receiveCount > 1);
    return [...this.#cases.values()].filter(isAgain).length;
  }

  /** How many posts of a crawl were sent or recorded. */
  countOf(crawlId: string): number {
    return [...this.#cases.keys()].filter((key) => key.startsWith(crawlId)).length;
  }

  /** Every post that was sent and has no outcome yet, as `crawl/post`. */
  get undecided(): string[] {
    return [...this.#cases].filter(([, { isRecorded }]) => !isRecorded).map(([key]) => key);
  }

  /** The message that was sent last for `crawl/post`. */
  messageOf(key: string): PostMessage | undefined {
    return this.#cases.get(key)?.sent.at(-1);
  }

  /** Holds what the last event touched against the rule. */
  check(): void {
    for (const key of this.#touched) {
      const [crawlId = "", postId = ""] = key.split("/");
      if (!this.isAccountedFor(crawlId, postId))
        this.#world.violate("no post is lost", `${key} is in no queue and has no record`);
    }
    this.#touched.clear();
  }

  sent(message: QueuedMessage): void {
    const content = postMessageSchema.parse(JSON.parse(message.body));
    const post = this.#caseOf(keyOf(content));
    const isFree = !this.#world.faults.happened(...secondListings);
    // What a worker sends anew was sent before.
    const isByLoader = content.attempt === undefined && content.checksEnd === undefined;
    const isForeseen = isFree && !this.#facts.haveMet(content.crawlId);
    if (isByLoader && post.isListed === true && isForeseen)
      this.#world.violate("a post is recorded or sent", `${keyOf(content)} is both`);
    post.sent.push(content);
    post.messages.push(message);
  }

  received(message: QueuedMessage): void {
    this.progress.received(message);
    const workers = this.#atWork.get(message.id);
    if (!workers || workers.size === 0 || this.#mayBeDoubled.has(message.id)) return;
    this.#world.violate(
      "a message is hidden as long as its worker works",
      `${message.id} is given out again`,
    );
  }

  shownEarly(message: QueuedMessage): void {
    this.#mayBeDoubled.add(message.id);
  }

  deleted(message: QueuedMessage, by: string): void {
    const key = keyOf(postMessageSchema.parse(JSON.parse(message.body)));
    this.#touched.add(key);
    if (by.startsWith("balancer"))
      this.#world.violate("the balancer deletes nothing", `${by} deletes ${message.id}`);
    const { isRecorded, messages } = this.#caseOf(key);
    const isReplaced = messages.some((each) => each !== message && this.#facts.isInQueue(each));
    if (!isRecorded && !isReplaced)
      this.#world.violate(
        "a message is deleted after everything else",
        `${by} deletes ${message.id} of ${key}, which has no record yet`,
      );
  }

  deadLettered(message: QueuedMessage): void {
    this.#world.log("post queue", () => `${message.id} goes to the dead-letter queue`);
    this.progress.deadLettered(message);
    if (this.#attemptsAt(message.body) > 0) return;
    if (this.#mayBeDoubled.has(message.id) || this.#world.faults.happened(...attemptsSpentBy))
      return;
    this.#world.violate(
      "nothing is dead-lettered without an attempt",
      `${message.id} had no attempt`,
    );
  }

  givenUp(message: QueuedMessage): void {
    this.#world.log("post queue", () => `${message.id} is given up`);
    this.progress.deadLettered(message);
    const attempts = this.#attemptsAt(message.body);
    if (attempts < this.#facts.mostAttempts)
      this.#world.violate(
        "a post is given up after its last attempt",
        `${message.id} had ${attempts} of ${this.#facts.mostAttempts}`,
      );
  }

  /** Lambda took a job; a second time when an answer was lost. */
  jobTaken({ receiptHandle, messageId }: DownloadJob): void {
    if (this.#taken.has(receiptHandle)) this.#mayBeDoubled.add(messageId);
    this.#taken.set(receiptHandle, messageId);
  }

  workerStarted({ message, messageId, receiptHandle }: DownloadJob): void {
    this.#addAttempts(keyOf(message), 1);
    // Lambda may run an event twice; the first run may have shortened the time that the second one believes to have.
    if (this.#started.has(receiptHandle)) this.#mayBeDoubled.add(messageId);
    this.#started.add(receiptHandle);
    const workers = this.#atWork.get(messageId) ?? new Set();
    this.#atWork.set(messageId, workers.add(receiptHandle));
  }

  workerEnded({ message, messageId, receiptHandle }: DownloadJob, isAttempt: boolean): void {
    this.#atWork.get(messageId)?.delete(receiptHandle);
    if (!isAttempt) this.#addAttempts(keyOf(message), -1);
  }

  released(receiptHandle: string, by: string): void {
    const messageId = this.#taken.get(receiptHandle);
    if (messageId === undefined) return;
    if (by.startsWith("balancer")) this.#mayBeDoubled.add(messageId);
    else this.#atWork.get(messageId)?.delete(receiptHandle);
  }

  /** A post's outcome in its crawl was put where `key` says it is looked for. */
  recorded(crawlId: string, postId: string, record: PostRecord): void {
    const post = this.#caseOf(`${crawlId}/${postId}`);
    const problem =
      record.post.id === postId && record.crawlId === crawlId
        ? problemOf(record, post.sent, this.#facts)
        : `speaks of ${record.crawlId}/${record.post.id}`;
    if (problem) this.#world.violate("a record is true", `${crawlId}/${postId}: ${problem}`);
    else {
      post.isRecorded = true;
      post.isListed ||= record.outcome === "no-pictures" || record.outcome === "filtered";
      post.recordedAtMs ??= this.#world.timeline.nowMs;
    }
  }

  #addAttempts(key: string, count: number): void {
    this.#attempts.set(key, (this.#attempts.get(key) ?? 0) + count);
  }

  #attemptsAt(body: string): number {
    return this.#attempts.get(keyOf(postMessageSchema.parse(JSON.parse(body)))) ?? 0;
  }

  #caseOf(key: string): PostCase {
    this.#touched.add(key);
    const post = this.#cases.get(key) ?? { sent: [], messages: [], isRecorded: false };
    this.#cases.set(key, post);
    return post;
  }
}

function keyOf({ crawlId, post }: { crawlId: string; post: { id: string } }): string {
  return `${crawlId}/${post.id}`;
}
