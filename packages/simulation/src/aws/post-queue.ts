import type { QueueNumbers } from "../deployment.ts";
import type { World } from "../world.ts";
import { ServiceError } from "./service-error.ts";

/** One message, from its sending to its deletion. */
export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  receiveCount: number;
  /** Milliseconds since 1970; hidden before. */
  visibleAtMs: number;
  /** Of the latest receive. */
  receiptHandle: string | undefined;
  isDead: boolean;
}

/** What a receive gives. */
export interface Delivery {
  messageId: string;
  receiptHandle: string;
  body: string;
  receiveCount: number;
}

/** Who wants to know what becomes of messages. */
export interface QueueWatch {
  sent(message: QueuedMessage): void;
  received(message: QueuedMessage): void;
  /** Who holds this receipt handle is done with its message, or says when others shall see it. */
  released(receiptHandle: string, by: string): void;
  /** A fault or an old receipt handle shows a message earlier than its visibility timeout says. */
  shownEarly(message: QueuedMessage): void;
  deleted(message: QueuedMessage, by: string): void;
  /** By the queue's redrive policy. */
  deadLettered(message: QueuedMessage): void;
  /** A worker sent it to the dead-letter queue itself. */
  givenUp(message: QueuedMessage): void;
}

/** The characters of XML 1.0, all that SQS takes (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). */
// oxlint-disable-next-line no-control-regex -- these are the characters that SQS refuses
const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;
const maxBytes = 1_048_576;

/** How the queue behaves; its counts are late by at least `countsLagMs`. */
interface QueueSettings extends QueueNumbers {
  countsLagMs?: number;
}

/** A standard queue with its dead-letter queue: at least once, in any order, with counts that lag. */
export class PostQueue {
  readonly messages = new Map<string, QueuedMessage>();
  readonly #world: World;
  readonly #numbers: QueueSettings;
  readonly #watch: QueueWatch;
  readonly #order: "any" | "oldest first";
  readonly #messageOf = new Map<string, string>();
  readonly #counts: { atMs: number; waiting: number; inFlight: number }[] = [];

  constructor(
    world: World,
    numbers: QueueSettings,
    watch: QueueWatch,
    order: "any" | "oldest first" = "any",
  ) {
    this.#world = world;
    this.#numbers = numbers;
    this.#watch = watch;
    this.#order = order;
  }

  /** Messages that are neither deleted nor dead-lettered. */
  get live(): QueuedMessage[] {
    return [...this.messages.values()].filter(({ isDead }) => !isDead);
  }

  get dead(): QueuedMessage[] {
    return [...this.messages.values()].filter(({ isDead }) => isDead);
  }

  /** Takes a batch, or some of it. @throws {ServiceError} when the batch breaks a quota. */
  sendBatch(entries: readonly { id: string; body: string; delaySeconds: number }[]): {
    failed: string[];
  } {
    const { faults, random } = this.#world;
    const bytes = entries.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    if (entries.length > 10 || bytes > maxBytes) throw new ServiceError("BatchTooLong", 400);
    if (new Set(entries.map(({ id }) => id)).size < entries.length)
      throw new ServiceError("BatchEntryIdsNotDistinct", 400);
    const failed: string[] = [];
    for (const { id, body, delaySeconds } of entries) {
      if (illegal.test(body) || faults.strikes("sqs entry refused")) {
        failed.push(id);
        continue;
      }
      const lateMs = faults.strikes("sqs message late") ? random.between(1000, 20_000) : 0;
      this.#add(body, this.#nowMs + delaySeconds * 1000 + lateMs);
    }
    this.#takeCounts();
    return { failed };
  }

  /** A message that a worker gives up itself. @throws {ServiceError} when SQS refuses it. */
  sendToDeadLetters(body: string): void {
    if (illegal.test(body) || this.#world.faults.strikes("sqs entry refused"))
      throw new ServiceError("InternalError", 500);
    const message = this.#add(body, this.#nowMs);
    message.isDead = true;
    this.#watch.givenUp(message);
  }

  /** Up to `most` visible messages, in the queue's order; a message that was received too often moves to the dead ones. */
  receive(most: number): Delivery[] {
    const { faults, random } = this.#world;
    if (faults.strikes("sqs receive empty")) return [];
    const visible = this.live.filter(({ visibleAtMs }) => visibleAtMs <= this.#nowMs);
    const deliveries: Delivery[] = [];
    const isOrdered = this.#order === "oldest first" && !faults.strikes("sqs order loose");
    if (isOrdered) visible.sort((one, other) => one.visibleAtMs - other.visibleAtMs);
    while (deliveries.length < most && visible.length > 0) {
      const [message] = visible.splice(isOrdered ? 0 : random.between(0, visible.length - 1), 1);
      if (message && !this.#isRedriven(message)) deliveries.push(this.#deliver(message));
    }
    this.#takeCounts();
    return deliveries;
  }

  /** Changes when the message shows again. @throws {ServiceError} when it is not in flight. */
  changeVisibility(receiptHandle: string, seconds: number, by: string): void {
    this.#watch.released(receiptHandle, by);
    const message = this.#find(receiptHandle);
    if (!message) throw new ServiceError("ReceiptHandleIsInvalid", 400);
    if (message.visibleAtMs <= this.#nowMs) throw new ServiceError("MessageNotInflight", 400);
    if (message.receiptHandle !== receiptHandle) {
      // SQS promises nothing for the handle of an earlier receive.
      if (this.#world.random.chance(500)) throw new ServiceError("ReceiptHandleIsInvalid", 400);
      this.#watch.shownEarly(message);
    }
    message.visibleAtMs = this.#nowMs + seconds * 1000;
    this.#takeCounts();
  }

  /** Deletes the message, with an old handle perhaps; succeeds in any case. */
  delete(receiptHandle: string, by: string): void {
    this.#watch.released(receiptHandle, by);
    const { faults, random } = this.#world;
    const message = this.#find(receiptHandle);
    if (!message) return;
    if (message.receiptHandle !== receiptHandle && random.chance(500)) return;
    this.#watch.deleted(message, by);
    if (faults.strikes("sqs deleted message returns")) return;
    this.messages.delete(message.id);
    this.#takeCounts();
  }

  /** What GetQueueAttributes reports: the counts of some moment in the last minute. */
  counts(): { waiting: number; inFlight: number } {
    this.#takeCounts();
    const { faults, random } = this.#world;
    const lagMs = faults.strikes("sqs counts lag") ? random.between(1000, 60_000) : 0;
    const at = this.#nowMs - Math.max(lagMs, this.#numbers.countsLagMs ?? 0);
    return this.#counts.findLast(({ atMs }) => atMs <= at) ?? { waiting: 0, inFlight: 0 };
  }

  /** StartMessageMoveTask: what is dead-lettered starts anew. */
  redrive(): void {
    for (const message of this.dead) {
      message.isDead = false;
      message.receiveCount = 0;
      message.visibleAtMs = this.#nowMs;
    }
  }

  get #nowMs(): number {
    return this.#world.timeline.nowMs;
  }

  #add(body: string, visibleAtMs: number): QueuedMessage {
    const message: QueuedMessage = {
      id: `m-${this.#world.nextId()}`,
      body,
      receiveCount: 0,
      visibleAtMs,
      receiptHandle: undefined,
      isDead: false,
    };
    this.messages.set(message.id, message);
    this.#watch.sent(message);
    return message;
  }

  #find(receiptHandle: string): QueuedMessage | undefined {
    const message = this.messages.get(this.#messageOf.get(receiptHandle) ?? "");
    return message?.isDead ? undefined : message;
  }

  #isRedriven(message: QueuedMessage): boolean {
    if (message.receiveCount < this.#numbers.maxReceiveCount) return false;
    message.isDead = true;
    this.#watch.deadLettered(message);
    return true;
  }

  #deliver(message: QueuedMessage): Delivery {
    const { faults } = this.#world;
    message.receiveCount += 1;
    message.receiptHandle = `receipt-${message.id}-${message.receiveCount}-${this.#world.nextId()}`;
    this.#messageOf.set(message.receiptHandle, message.id);
    this.#watch.received(message);
    // One of SQS's servers has not heard that the message is hidden.
    if (faults.strikes("sqs message doubled")) this.#watch.shownEarly(message);
    else message.visibleAtMs = this.#nowMs + this.#numbers.visibilityTimeoutMs;
    const lag = message.receiveCount > 1 && faults.strikes("sqs receive count lags") ? 1 : 0;
    return {
      messageId: message.id,
      receiptHandle: message.receiptHandle,
      body: message.body,
      receiveCount: message.receiveCount - lag,
    };
  }

  #takeCounts(): void {
    let waiting = 0;
    let inFlight = 0;
    for (const message of this.messages.values()) {
      if (message.isDead) continue;
      if (message.visibleAtMs <= this.#nowMs) waiting += 1;
      else if (message.receiveCount > 0) inFlight += 1;
    }
    this.#counts.push({ atMs: this.#nowMs, waiting, inFlight });
  }
}
