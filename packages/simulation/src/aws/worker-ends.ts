import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { AwsClientLimits } from "@reddit-crawler/function-runtime/aws-client-limits";

import type { FunctionProcess } from "../function-process.ts";
import type { World } from "../world.ts";
import { callService, sdkClient } from "./call-service.ts";

/** Milliseconds, of the template's queue: a report that was received and not deleted shows again. */
const visibilityTimeoutMs = 10_000;

interface Report {
  id: string;
  body: string;
  visibleAtMs: number;
}

/** The queue to which Lambda reports the ends of workers: late, twice, or never where a fault says so. */
export class WorkerEndsQueue {
  readonly #reports = new Map<string, Report>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Lambda's record of an event that is done or given up. */
  report(requestPayload: unknown): void {
    const { faults, random, timeline } = this.#world;
    if (faults.strikes("worker end unreported")) return;
    const lateMs = faults.strikes("worker end late")
      ? random.between(1000, 50_000)
      : random.between(5, 60);
    const body = JSON.stringify({ version: "1.0", requestPayload });
    timeline.after(lateMs, () => this.#add(body));
    if (faults.strikes("worker end doubled"))
      timeline.after(lateMs + random.between(5, 90_000), () => this.#add(body));
  }

  receive(most: number): Report[] {
    const { faults, timeline } = this.#world;
    if (faults.strikes("sqs receive empty")) return [];
    const visible = [...this.#reports.values()].filter(
      ({ visibleAtMs }) => visibleAtMs <= timeline.nowMs,
    );
    const received = visible.slice(0, most);
    for (const report of received) report.visibleAtMs = timeline.nowMs + visibilityTimeoutMs;
    return received;
  }

  delete(id: string): void {
    this.#reports.delete(id);
  }

  #add(body: string): void {
    const id = `end-${this.#world.nextId()}`;
    this.#reports.set(id, { id, body, visibleAtMs: this.#world.timeline.nowMs });
  }
}

/** An SQS client in `process` whose only queue is `queue`. */
export function workerEndsClient(
  process: FunctionProcess,
  queue: WorkerEndsQueue,
  settings: AwsClientLimits,
): SQSClient {
  return sdkClient(async (command) => {
    if (command instanceof ReceiveMessageCommand) {
      const { MaxNumberOfMessages = 1, WaitTimeSeconds = 0 } = command.input;
      const receive = () =>
        queue
          .receive(MaxNumberOfMessages)
          .map(({ id, body }) => ({ ReceiptHandle: id, Body: body }));
      const effect = () => receive();
      const call = { operation: "sqs:ReceiveMessage", about: "of worker ends", effect };
      let Messages = await callService(process, call, settings);
      // SQS answers a long poll as soon as there is a message.
      for (
        let waited = 0;
        Messages.length === 0 && waited < WaitTimeSeconds * 1000;
        waited += 100
      ) {
        await process.clock.sleep(100);
        Messages = receive();
      }
      return { Messages };
    }
    if (command instanceof DeleteMessageBatchCommand) {
      const ids = (command.input.Entries ?? []).map(({ ReceiptHandle = "" }) => ReceiptHandle);
      const effect = () => {
        for (const id of ids) queue.delete(id);
        return {};
      };
      const call = { operation: "sqs:DeleteMessageBatch", about: ids.join(" "), effect };
      return callService(process, call, settings);
    }
    return process.doesNotKnow("SQS", command);
  });
}
