import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import { createLog } from "@reddit-crawler/function-runtime/log";

import type { StageName } from "./deployment.ts";
import type { Appointment } from "./timeline.ts";
import type { World } from "./world.ts";

/**
 * One environment of a function, from its cold start to its death. Whatever a stage does in it goes through here, so
 * that nothing goes on once it is dead: what it waited for never comes.
 */
export class FunctionProcess {
  readonly name: string;
  readonly stage: StageName;
  readonly world: World;
  readonly clock: Clock;
  /** What becomes of the invocation that runs here when the process dies. */
  onDeath: (() => void) | undefined;
  isDead = false;
  #log: Log | undefined;
  #held: (() => void)[] | undefined;

  constructor(stage: StageName, world: World) {
    this.stage = stage;
    this.world = world;
    this.name = `${stage}#${world.nextId()}`;
    this.clock = {
      now: () => world.timeline.nowMs,
      sleep: (ms, signal) => {
        if (this.isDead) return this.wait(ms);
        const { faults, random } = world;
        const isLate = faults.strikes("function wakes up late");
        return this.wait(ms + (isLate ? random.between(1, 3000) : 0), signal);
      },
    };
  }

  /** Runs `run` in `ms`, if the process still lives then; later if it is frozen. */
  after(ms: number, run: () => void): Appointment {
    return this.world.timeline.after(ms, () => {
      if (this.isDead) return;
      if (this.#held) this.#held.push(run);
      else run();
    });
  }

  /** Ends the process. All that it still had to do is never done. */
  die(how: string): void {
    if (this.isDead) return;
    this.isDead = true;
    this.world.log(this.name, () => `DIES: ${how}`);
    this.onDeath?.();
  }

  /** Whether the process dies before or after `operation`, as its faults will have it. */
  diesAt(operation: string, moment: "before" | "after"): boolean {
    if (!this.world.faults.kills(this.stage, operation, moment)) return false;
    this.die(`${moment} ${operation}`);
    return true;
  }

  /** Between two invocations nothing moves here. */
  freeze(): void {
    this.#held = [];
  }

  /** The next invocation begins, and what was held up goes on. */
  thaw(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const run of held) this.after(0, run);
  }

  /** Ends the run: a stage uses something that is not simulated. */
  doesNotKnow(service: string, command: unknown): never {
    const name = Object(command).constructor?.name ?? "nothing";
    const what = `The simulated ${service} does not know ${name}.`;
    this.world.violate("everything that the stages use is simulated", what);
    throw new Error(what);
  }

  /** The stage's one log, which goes into the story. */
  log(): Log {
    return (this.#log ??= this.#createLog());
  }

  #createLog(): Log {
    const { story, timeline } = this.world;
    if (!story) return silentLog;
    return createLog({
      service: this.stage,
      level: "info",
      now: () => timeline.nowMs,
      write: (line) => this.world.log(this.name, () => `| ${shortLine(line)}`),
    });
  }

  /** Waits in virtual time; never ends once the process is dead. @throws what `signal` is aborted with. */
  wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (this.isDead) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortReason(signal));
      const appointment = this.after(ms, resolve);
      signal?.addEventListener(
        "abort",
        () => {
          appointment.run = undefined;
          reject(abortReason(signal));
        },
        { once: true },
      );
    });
  }
}

/** What an aborted operation throws. */
export function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}

const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  metrics: () => {},
  begin: () => {},
  with: () => silentLog,
};

/** A log line without what the story says already. */
function shortLine(line: string): string {
  const {
    timestamp: _time,
    service: _service,
    message: _name,
    _aws,
    event,
    ...rest
  } = JSON.parse(line);
  return `${event ?? "metrics"} ${JSON.stringify(rest)}`.slice(0, 600);
}
