/** Why an invocation failed, in the shape that Lambda gives to callers. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** How an invocation ended. */
export type InvocationOutcome =
  | { kind: "success"; payload: string }
  | { kind: "error"; error: FunctionError }
  /** It never began: every place of the function was taken. */
  | { kind: "throttled" };

/** What the stack asks of a sandbox: to work on one event. */
export interface SandboxInvocation {
  requestId: string;
  /** The event as JSON. */
  payload: string;
  /** Milliseconds after which the function is killed. Not an instant: the machine's clock may be set meanwhile. */
  timeoutMs: number;
  functionArn: string;
}

/** What a sandbox reports to the stack: once that it is ready or cannot be, then how each event ended. */
export type SandboxMessage =
  | { kind: "ready" }
  | { kind: "cannot-start"; error: FunctionError }
  /** `payload` is the answer as JSON. */
  | { kind: "done"; payload: string }
  | { kind: "failed"; error: FunctionError };
