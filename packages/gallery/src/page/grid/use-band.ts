import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The part of an element that can be seen, from its own top, and its width; in CSS pixels. */
export interface Band {
  from: number;
  to: number;
  width: number;
}

/** The part of `element` that the window shows now, kept up to date while it scrolls and changes size. */
export function useBand(element: RefObject<HTMLElement | null>): Band {
  const [band, setBand] = useState<Band>({ from: 0, to: 0, width: 0 });
  useEffect(() => {
    let frame = 0;
    const measure = () => {
      frame = 0;
      const box = element.current?.getBoundingClientRect();
      if (box) setBand({ from: -box.top, to: window.innerHeight - box.top, width: box.width });
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(measure);
    };
    measure();
    const observer = new ResizeObserver(soon);
    // The body too: what stands above the element moves it when it grows.
    for (const watched of [element.current, document.body]) if (watched) observer.observe(watched);
    window.addEventListener("scroll", soon, { passive: true });
    window.addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      window.removeEventListener("scroll", soon);
      window.removeEventListener("resize", soon);
    };
  }, [element]);
  return band;
}
