import type { FunctionNumbers, StageName } from "../deployment.ts";
import { FunctionProcess } from "../function-process.ts";
import type { Appointment } from "../timeline.ts";
import type { World } from "../world.ts";
import { ServiceError } from "./service-error.ts";

/** What a stage's handler reads of Lambda's context. */
interface InvocationContext {
  awsRequestId: string;
  getRemainingTimeInMillis: () => number;
}

/** A stage's handler in one process. */
export type StageHandler = (event: unknown, context: InvocationContext) => Promise<unknown>;

/** How an invocation ended. */
export type InvocationEnd = { answer: unknown } | { error: string };

/** Who wants to know what becomes of events. */
export interface FunctionWatch {
  started?(event: unknown): void;
  ended?(event: unknown, end: InvocationEnd): void;
  /** Its time was over before it had ended. */
  stopped?(event: unknown): void;
  /** An asynchronous event that is given up: to the failure destination, where there is one. */
  givenUp?(event: unknown, why: string): void;
  /** An asynchronous event is done or given up, which its destination hears. */
  settled?(event: unknown, end: InvocationEnd): void;
  /** An asynchronous event found every place taken. */
  throttled?(event: unknown): void;
}

interface AsyncEvent {
  payload: unknown;
  acceptedAtMs: number;
  attempt: number;
  throttled: number;
}

/** A function: its asynchronous queue, its concurrency, its environments that stay warm or die. */
export class LambdaFunction {
  readonly stage: StageName;
  /** Asynchronous events that are neither done nor given up. */
  readonly pending = new Set<AsyncEvent>();
  running = 0;
  readonly #world: World;
  readonly #numbers: FunctionNumbers;
  readonly #boot: (process: FunctionProcess) => StageHandler;
  readonly #watch: FunctionWatch;
  readonly #warm: { process: FunctionProcess; handler: StageHandler }[] = [];

  constructor(
    stage: StageName,
    world: World,
    numbers: FunctionNumbers,
    boot: (process: FunctionProcess) => StageHandler,
    watch: FunctionWatch = {},
  ) {
    this.stage = stage;
    this.#world = world;
    this.#numbers = numbers;
    this.#boot = boot;
    this.#watch = watch;
  }

  /** Accepts an event to be run soon, at least once unless it grows too old. */
  accept(payload: unknown): void {
    const event = { payload, acceptedAtMs: this.#nowMs, attempt: 1, throttled: 0 };
    this.pending.add(event);
    this.#world.timeline.after(this.#world.random.between(5, 200), () => this.#dispatch(event));
    if (this.#world.faults.strikes("lambda event run twice")) {
      const twin = { ...event };
      this.pending.add(twin);
      const laterMs = this.#world.random.between(5, 20_000);
      this.#world.timeline.after(laterMs, () => this.#dispatch(twin));
    }
  }

  /** Runs an event at once and waits for its end. @throws {ServiceError} 429 when all places are taken. */
  runNow(payload: unknown, onEnd: (end: InvocationEnd) => void): void {
    if (!this.#hasPlace) throw new ServiceError("TooManyRequestsException", 429);
    this.#run(payload, onEnd);
  }

  get #nowMs(): number {
    return this.#world.timeline.nowMs;
  }

  get #hasPlace(): boolean {
    return this.running < (this.#numbers.reservedConcurrency ?? Infinity);
  }

  #dispatch(event: AsyncEvent): void {
    const { faults, random, timeline } = this.#world;
    const ageMs = this.#nowMs - event.acceptedAtMs;
    if (ageMs > this.#numbers.maximumEventAgeMs) return this.#giveUp(event, "too old");
    if (faults.strikes("lambda event dropped")) return this.#giveUp(event, "dropped");
    if (!this.#hasPlace) this.#watch.throttled?.(event.payload);
    if (!this.#hasPlace || faults.strikes("lambda event throttled")) {
      // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: from 1 s up to 5 minutes.
      const waitMs = Math.min(300_000, 1000 * 2 ** event.throttled) + random.between(0, 500);
      event.throttled += 1;
      this.#world.log(this.stage, () => `event throttled, again in ${waitMs} ms`);
      timeline.after(waitMs, () => this.#dispatch(event));
      return;
    }
    this.#run(event.payload, (end) => {
      if ("answer" in end) {
        this.pending.delete(event);
        return this.#watch.settled?.(event.payload, end);
      }
      if (event.attempt > this.#numbers.retries) return this.#giveUp(event, end.error);
      const waitMs = 60_000 * event.attempt;
      event.attempt += 1;
      timeline.after(waitMs + random.between(0, 5000), () => this.#dispatch(event));
    });
  }

  #giveUp(event: AsyncEvent, why: string): void {
    this.pending.delete(event);
    this.#world.log(this.stage, () => `event given up: ${why}`);
    this.#watch.givenUp?.(event.payload, why);
    this.#watch.settled?.(event.payload, { error: why });
  }

  #run(payload: unknown, onEnd: (end: InvocationEnd) => void): void {
    const world = this.#world;
    this.running += 1;
    const environment = this.#takeWarm() ?? this.#coldStart();
    const { process, handler } = environment;
    const endsAtMs = this.#nowMs + this.#numbers.timeoutMs;
    let timeout: Appointment | undefined;
    let over = false;
    const end = (how: InvocationEnd) => {
      if (over) return;
      over = true;
      if (timeout) timeout.run = undefined;
      process.onDeath = undefined;
      this.running -= 1;
      this.#watch.ended?.(payload, how);
      if (!process.isDead) {
        process.freeze();
        this.#warm.push(environment);
      }
      onEnd(how);
    };
    process.onDeath = () => end({ error: "the process died" });
    timeout = world.timeline.after(this.#numbers.timeoutMs, () => {
      this.#watch.stopped?.(payload);
      process.die("timed out");
    });
    world.log(process.name, () => "starts");
    this.#watch.started?.(payload);
    const context = {
      awsRequestId: `request-${world.nextId()}`,
      getRemainingTimeInMillis: () => Math.max(0, endsAtMs - this.#nowMs),
    };
    const settle = (how: InvocationEnd) => {
      if (process.isDead) return;
      world.log(process.name, () => `ends with ${JSON.stringify(how)}`);
      end(how);
    };
    handler(payload, context).then(
      (answer) => settle({ answer }),
      (error: unknown) => settle({ error: String(error) }),
    );
  }

  #takeWarm() {
    let environment = this.#warm.pop();
    // A request that was left behind by the former invocation may have been its end.
    while (environment?.process.isDead) environment = this.#warm.pop();
    if (!environment || this.#world.faults.strikes("environment replaced")) return undefined;
    environment.process.thaw();
    return environment;
  }

  #coldStart() {
    const process = new FunctionProcess(this.stage, this.#world);
    return { process, handler: this.#boot(process) };
  }
}
