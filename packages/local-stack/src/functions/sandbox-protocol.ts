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

/** What a sandbox reports first: that it is ready, or cannot be. */
export type SandboxStart = { kind: "ready" } | { kind: "cannot-start"; error: FunctionError };

/** How an event ended in a sandbox. */
export type SandboxAnswer =
  /** `payload` is the answer as JSON. */
  | { kind: "done"; requestId: string; payload: string }
  | { kind: "failed"; requestId: string; error: FunctionError };

/** What a sandbox reports to the stack. */
export type SandboxMessage = SandboxStart | SandboxAnswer;
