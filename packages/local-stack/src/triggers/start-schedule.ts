import type { LambdaFunction } from "../functions/lambda-function.ts";

/**
 * Invokes `target` at once and then every `intervalMs`, with what `payload` gives. Returns how to stop.
 * A tick is left out while an earlier event waits for a place: sped-up time would else pile up ticks in front of a
 * function that takes as long as ever.
 */
export function startSchedule(
  target: Pick<LambdaFunction, "invokeAsync" | "waiting">,
  intervalMs: number,
  payload: () => string,
): () => void {
  const tick = () => {
    if (target.waiting() === 0) target.invokeAsync(payload());
  };
  const timer = setInterval(tick, intervalMs);
  tick();
  return () => clearInterval(timer);
}
