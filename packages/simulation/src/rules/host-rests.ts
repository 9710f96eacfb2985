import type { HostAnswer } from "../internet/outbound.ts";
import type { World } from "../world.ts";
import { workerFaults } from "./worker-faults.ts";

/** A worker believes for 15 s what it read of a host; and a rest has to be put and read. */
const spreadsWithinMs = 20_000;
/** A wait that is named as a date is up to a second shorter. */
const dateMs = 1000;
/** The download-worker's own: where no time is named, and at most. */
const unnamedRestSeconds = 30;
const longestRestSeconds = 900;

/** A picture host that asked one worker to wait is left alone by all of them. */
export class HostRestRules {
  readonly #world: World;
  readonly #rests = new Map<string, { toldAtMs: number; untilMs: number }>();

  constructor(world: World) {
    this.#world = world;
  }

  /** That a host rests was put for all workers to read; of a page's API it says so under the page's own name. */
  kept(hostname: string): void {
    if (this.#rests.has(hostname) || this.#rests.has(`api.${hostname}`)) return;
    this.#world.violate("a resting host is left alone", `${hostname} never asked to be`);
  }

  /** A worker asks for `url`, and this is the answer. */
  asked({ hostname }: URL, answer: HostAnswer): HostAnswer {
    const { faults, timeline } = this.#world;
    const { nowMs } = timeline;
    const rest = this.#rests.get(hostname) ?? { toldAtMs: -Infinity, untilMs: -Infinity };
    const mayBeUnknown = nowMs < rest.toldAtMs + spreadsWithinMs;
    if (!mayBeUnknown && nowMs < rest.untilMs && !faults.happened(...workerFaults))
      this.#world.violate(
        "a resting host is left alone",
        `${hostname} is asked ${rest.untilMs - nowMs} ms before its time`,
      );
    if ("status" in answer && answer.status === 429) {
      const seconds = secondsOf(answer.headers?.["retry-after"], nowMs) ?? unnamedRestSeconds;
      const untilMs = nowMs + Math.min(longestRestSeconds, seconds) * 1000 - dateMs;
      // Of two that are told at the same time either may be the one that stays.
      const shortest = mayBeUnknown ? Math.min(rest.untilMs, untilMs) : untilMs;
      this.#rests.set(hostname, { toldAtMs: nowMs, untilMs: shortest });
    }
    return answer;
  }
}

function secondsOf(retryAfter: string | undefined, nowMs: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  return /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - nowMs) / 1000;
}
