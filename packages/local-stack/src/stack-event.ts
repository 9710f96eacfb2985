/** Something that happened in a running stack; `function` is a logical id. */
export type StackEvent =
  | { type: "sandbox-started"; function: string; pid: number }
  | { type: "invoked"; function: string; requestId: string }
  | { type: "succeeded"; function: string; requestId: string; durationMs: number }
  | { type: "failed"; function: string; requestId: string; durationMs: number; error: string }
  | { type: "timed-out"; function: string; requestId: string; durationMs: number; error: string }
  /** All places of the function were taken: a caller was refused, or an asynchronous event began to wait. */
  | { type: "throttled"; function: string; requestId: string }
  /** An asynchronous event will be attempted again after the pause. */
  | { type: "retrying"; function: string; requestId: string; pauseMs: number; error: string }
  /**
   * No attempt is left for an asynchronous event; its payload is the event itself. `keptIn` holds the ARNs of the failure
   * queues that get it: none where its sender keeps the work, such as a message that stays in its queue.
   */
  | {
      type: "given-up";
      function: string;
      requestId: string;
      payload: unknown;
      error: string;
      keptIn: readonly string[];
    }
  /** A message that could not be worked on went to a failure queue. */
  | { type: "dead-lettered"; function: string; queueArn: string; reason: string }
  /** A function asked AWS for something. */
  | { type: "aws-request"; service: string; action: string }
  /** No permission lets the resource `source` (a logical id) invoke the function. */
  | { type: "not-permitted"; function: string; source: string };
