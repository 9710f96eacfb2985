import type { HostAnswer } from "../internet/outbound.ts";
import { workerFaults } from "../faults.ts";
import type { World } from "../world.ts";

/** A worker keeps for 15 s what it read of a host, and a cooldown has to be put and read. */
const spreadsWithinMs = 20_000;
/** A wait that is named as a date is up to a second shorter. */
const dateMs = 1000;
/** The download-worker's own: where no time is named, and at most. */
const unnamedSeconds = 30;
const longestSeconds = 900;

/** A picture host that asked one worker to wait is asked by none of them until then. */
export class CooldownRules {
  readonly #world: World;
  readonly #cooldowns = new Map<string, { askedAtMs: number; untilMs: number }>();

  constructor(world: World) {
    this.#world = world;
  }

  /** A host's cooldown was put for all workers to read; that of a page's API or script stands under the page's own name. */
  kept(hostname: string): void {
    if (["", "api.", "s."].some((sub) => this.#cooldowns.has(`${sub}${hostname}`))) return;
    this.#world.violate("a host in cooldown is not asked", `${hostname} never asked for one`);
  }

  /** Whether a host has ever asked to wait. */
  haveBegun(hostname: string): boolean {
    return this.#cooldowns.has(hostname);
  }

  /** A worker asks for `url`, and this is the answer. */
  asked({ hostname }: URL, answer: HostAnswer): HostAnswer {
    const { faults, timeline } = this.#world;
    const { nowMs } = timeline;
    const cooldown = this.#cooldowns.get(hostname) ?? { askedAtMs: -Infinity, untilMs: -Infinity };
    const mayBeUnknown = nowMs < cooldown.askedAtMs + spreadsWithinMs;
    if (!mayBeUnknown && nowMs < cooldown.untilMs && !faults.happened(...workerFaults))
      this.#world.violate(
        "a host in cooldown is not asked",
        `${hostname} is asked ${cooldown.untilMs - nowMs} ms before its time`,
      );
    if ("status" in answer && answer.status === 429) {
      const seconds = secondsOf(answer.headers?.["retry-after"], nowMs) ?? unnamedSeconds;
      const untilMs = nowMs + Math.min(longestSeconds, seconds) * 1000 - dateMs;
      // Of two that are asked to wait at the same time either may be the one that stays.
      const shortest = mayBeUnknown ? Math.min(cooldown.untilMs, untilMs) : untilMs;
      this.#cooldowns.set(hostname, { askedAtMs: nowMs, untilMs: shortest });
    }
    return answer;
  }
}

function secondsOf(retryAfter: string | undefined, nowMs: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  return /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - nowMs) / 1000;
}
