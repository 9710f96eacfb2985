import type { FailureQueues } from "./emulator/failure-queues.ts";
import type { LoopbackFauxqs } from "./emulator/loopback-fauxqs.ts";
import type { TakenMessages } from "./emulator/taken-messages.ts";
import type { FindFunction } from "./functions/lambda-function.ts";
import type { StackEvent } from "./stack-event.ts";
import type { Site } from "./template/resource-type.ts";
import type { MayInvoke } from "./triggers/invoke-permissions.ts";

/** What connects the parts of a running stack. */
export interface Wiring extends LoopbackFauxqs {
  site: Site;
  findFunction: FindFunction;
  mayInvoke: MayInvoke;
  failureQueues: FailureQueues;
  /** Messages that nobody is to receive any more. */
  taken: TakenMessages;
  /** Resolves when the provisioned functions have their processes. */
  warmed: Promise<unknown>;
  /** Resolves once the queues' timeouts are right again after this machine's clock was set back. */
  settleClock: () => Promise<void>;
  /** Every rate of a schedule is divided by this. */
  speedup: number;
  onLog: (entry: { function: string; line: string }) => void;
  onEvent: (event: StackEvent) => void;
}
