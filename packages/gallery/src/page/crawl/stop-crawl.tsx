import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { GalleryCrawl } from "../../contract/gallery-crawl.ts";

/** The button that stops a crawl, with one press: it loses nothing. It says so while the crawl stops, and why it could not. */
export function StopCrawl({ crawl: { crawlId, address } }: { crawl: GalleryCrawl }) {
  const [stopping, setStopping] = useState(false);
  const [failure, setFailure] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);

  // The button goes with the crawl's end; whoever works by keyboard goes on from the heading, which says what became of it.
  useLayoutEffect(() => {
    const { current } = button;
    return () => {
      if (current !== null && document.activeElement === current)
        document.querySelector<HTMLElement>(".crawl-heading h1")?.focus();
    };
  }, []);

  const stop = async () => {
    if (stopping) return;
    setStopping(true);
    setFailure(undefined);
    const trouble = await stopCrawl(crawlId);
    if (trouble === undefined) return;
    setStopping(false);
    setFailure(`The crawl was not stopped. ${trouble}`);
  };

  return (
    <div class="stop-crawl">
      <button
        ref={button}
        type="button"
        class="quiet"
        aria-disabled={stopping}
        aria-label={`${stopping ? "Stopping" : "Stop"} the crawl of ${address}`}
        onClick={() => void stop()}
      >
        {stopping ? "Stopping …" : "Stop"}
      </button>
      {failure !== undefined && (
        <p class="message bad" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}

/** Stops a crawl of the pipeline behind the page. Gives why that failed, undefined where it did not. */
async function stopCrawl(crawlId: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`crawls/${crawlId}/stop`, { method: "POST" });
    if (answer.ok) return undefined;
    const problem: { detail?: string } = await answer.json();
    return problem.detail ?? `The pipeline answered with status ${answer.status}.`;
  } catch {
    return "The pipeline does not answer. Is it still running?";
  }
}
