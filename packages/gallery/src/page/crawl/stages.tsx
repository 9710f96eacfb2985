import type { GalleryCrawl } from "../../contract/gallery-crawl.ts";
import type { QueueDepths } from "../../contract/gallery-event.ts";
import { count, number } from "../words.ts";

interface Stage {
  name: string;
  value: string;
  line: string;
  active: boolean;
}

/** The four stages of the pipeline at work on a crawl. */
export function Stages({ crawl, queues }: { crawl: GalleryCrawl; queues: QueueDepths }) {
  const isOver = ["finished", "failed", "stopped"].includes(crawl.state);
  const share = crawl.known === 0 ? 0 : crawl.decided / crawl.known;
  return (
    <section class={isOver ? "stages over" : "stages"} aria-label="Pipeline">
      <ol>
        {stagesOf(crawl, queues).map(({ name, value, line, active }) => (
          <li key={name} class={active ? "active" : ""}>
            <span class="stage-name">{name}</span>
            <span class="stage-value">{value}</span>
            <span class="stage-line">{line}</span>
          </li>
        ))}
      </ol>
      <progress
        class="share"
        aria-label="Posts decided"
        max={1}
        value={crawl.state === "finished" ? 1 : share}
      />
    </section>
  );
}

function stagesOf(crawl: GalleryCrawl, queues: QueueDepths): Stage[] {
  const { state } = crawl;
  const busy = queues.waiting + queues.inFlight > 0;
  return [
    {
      name: "API endpoint",
      value: number(crawl.limit),
      line: "posts asked for",
      active: state === "queued",
    },
    {
      name: "Article loader",
      value: number(crawl.listed),
      line: state === "listing" ? "posts listed so far" : "posts listed",
      active: state === "listing",
    },
    {
      name: "Balancer",
      value: number(queues.waiting),
      line: queues.waiting === 1 ? "post in the queue" : "posts in the queue",
      active: state === "downloading" && queues.waiting > 0,
    },
    {
      name: "Download worker",
      value: busy ? number(queues.inFlight) : number(crawl.decided),
      line: busy
        ? `in flight, ${number(crawl.decided)} of ${number(crawl.known)} decided`
        : `of ${count(crawl.known, "post")} decided`,
      active: state === "downloading" && queues.inFlight > 0,
    },
  ];
}
