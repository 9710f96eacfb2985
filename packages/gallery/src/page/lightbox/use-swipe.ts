import { useRef } from "preact/hooks";

/** Pixels: a clear sideways move of a finger, not a tap and not a scroll. */
const minDistancePx = 45;

/** Handlers for an element on which a finger's sideways move means one step on (1) or back (-1). */
export function useSwipe(onStep: (step: 1 | -1) => void) {
  const start = useRef<{ x: number; y: number } | undefined>(undefined);
  return {
    onTouchStart: ({ touches }: TouchEvent) => {
      const touch = touches[0];
      start.current =
        touch && touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : undefined;
    },
    onTouchEnd: ({ changedTouches }: TouchEvent) => {
      const touch = changedTouches[0];
      if (!start.current || !touch) return;
      const x = touch.clientX - start.current.x;
      const y = touch.clientY - start.current.y;
      start.current = undefined;
      if (Math.abs(x) > minDistancePx && Math.abs(x) > 1.5 * Math.abs(y)) onStep(x < 0 ? 1 : -1);
    },
  };
}
