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
