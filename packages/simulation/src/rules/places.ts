import type { FaultKind } from "../faults.ts";
import type { World } from "../world.ts";

/** Faults by which a worker runs that no balancer can know of. */
const unknownWorkersBy: FaultKind[] = ["lambda event run twice"];
/** Reports that are lost, all that there were: the balancer then believes that nobody reports. */
const mostLostReports = 2;

/** No more workers are started than have a place, whatever SQS counts and however late. */
export class PlaceRules {
  readonly #world: World;
  throttles = 0;
  droppedEvents = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Every place was taken when Lambda had an event for a worker. */
  throttled(): void {
    this.throttles += 1;
    if (this.#isExplained()) return;
    this.#world.violate("no worker is throttled", "all places are taken");
  }

  /** Lambda gave a worker's event up for its age. */
  tooOld(): void {
    this.droppedEvents += 1;
    if (this.#isExplained() || this.#world.faults.happened("lambda event throttled")) return;
    this.#world.violate("no worker's event is dropped", "it is too old");
  }

  #isExplained(): boolean {
    const { faults } = this.#world;
    if (faults.happened(...unknownWorkersBy)) return true;
    // A message that two workers have is in the queue's count once, and not at all once one of them has deleted it. A
    // minute later the count frees the other's place: too early if that one hangs, too many if a report is lost.
    const isCountWrong = faults.happened("worker end unreported", "function hangs");
    if (faults.happened("sqs message doubled") && isCountWrong) return true;
    // Of a balancer that died nobody knows which ends it had heard.
    const died = faults.happened("death before a call", "death after a call", "function hangs");
    if (died && faults.happened("worker end doubled")) return true;
    return faults.count("worker end unreported") > mostLostReports;
  }
}
