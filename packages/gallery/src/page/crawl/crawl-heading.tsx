import type { GalleryCrawl } from "../../contract/gallery-crawl.ts";
import type { GalleryPost } from "../../contract/gallery-post.ts";
import { waitInWords } from "../left-out/reason-words.ts";
import { isUnderWay } from "../under-way.ts";
import { bytes, count, date, time } from "../words.ts";
import { StopCrawl } from "./stop-crawl.tsx";

const stateWords: Readonly<Record<GalleryCrawl["state"], string>> = {
  queued: "is waiting to start",
  listing: "is reading the listing",
  downloading: "is downloading",
  finished: "is finished",
  "given-up": "ended, with posts given up",
  failed: "failed",
  stopped: "is stopped",
};

interface CrawlHeadingProps {
  /** The crawl that is shown; undefined for all together. */
  crawl: GalleryCrawl | undefined;
  crawls: readonly GalleryCrawl[];
  posts: ReadonlyMap<string, GalleryPost>;
  chosen: string;
  /** Whether a pipeline stands behind the page. */
  live: boolean;
  onChoose: (crawlId: string) => void;
}

/** Which crawl is shown, what it has brought, and the way to the others. */
export function CrawlHeading({ crawl, crawls, posts, chosen, live, onChoose }: CrawlHeadingProps) {
  return (
    <section class="crawl-heading">
      <div>
        <h1 tabIndex={-1}>{crawl ? crawl.address : "All crawls"}</h1>
        <p class="facts">{crawl ? crawlFacts(crawl) : allFacts(crawls, posts)}</p>
        <p class={messageClass(crawl)} role="status">
          {crawl && crawlMessage(crawl, live)}
        </p>
        {live && crawl && isUnderWay(crawl) && <StopCrawl key={crawl.crawlId} crawl={crawl} />}
      </div>
      {crawls.length > 1 && (
        <label class="crawl-choice">
          <span aria-hidden="true">Crawl</span>
          <select
            aria-label="Crawl"
            value={crawl && chosen !== "all" ? crawl.crawlId : "all"}
            onChange={({ currentTarget }) => onChoose(currentTarget.value)}
          >
            {crawls.map((one) => (
              <option key={one.crawlId} value={one.crawlId}>
                {`${one.address} · ${date(one.requestedAt)}`}
              </option>
            ))}
            <option value="all">All crawls together</option>
          </select>
        </label>
      )}
    </section>
  );
}

/** A small screen has room for the beginning of what a finished crawl says. */
function messageClass(crawl: GalleryCrawl | undefined): string {
  if (crawl?.state === "failed") return "message bad";
  return crawl?.state === "finished" ? "message done" : "message";
}

function crawlFacts(crawl: GalleryCrawl): string {
  const isTimed = crawl.sortMethod === "top" || crawl.sortMethod === "controversial";
  const period = crawl.timeFilter === "all" ? "of all time" : `of the ${crawl.timeFilter}`;
  return [
    isTimed ? `${crawl.sortMethod} ${period}` : crawl.sortMethod,
    count(crawl.listed, "post"),
    `${count(crawl.pictures, "picture")}, ${bytes(crawl.bytes)}`,
    date(crawl.requestedAt),
    `from ${crawl.source}`,
  ].join(" · ");
}

function allFacts(
  crawls: readonly GalleryCrawl[],
  posts: ReadonlyMap<string, GalleryPost>,
): string {
  return `${count(crawls.length, "crawl")} · ${count(posts.size, "post")}`;
}

/** How it stands, changed rarely enough to be read aloud. */
function crawlMessage(crawl: GalleryCrawl, live: boolean): string {
  const parts = [`The crawl ${stateWords[crawl.state]}.`];
  if (crawl.state === "finished") {
    const seconds = (Date.parse(crawl.updatedAt) - Date.parse(crawl.requestedAt)) / 1000;
    parts[0] = `Finished in ${duration(seconds)}, ${count(crawl.newPictures, "new picture")}.`;
  }
  if (crawl.state === "stopped") {
    const open = Math.max(0, crawl.known - crawl.decided);
    const left = open === 0 ? "Stopped" : `Stopped, with ${count(open, "listed post")} open`;
    const way = live ? ": here, or with reddit-crawler crawl once start has ended" : "";
    parts[0] = `${left}. The same crawl again goes on${way}.`;
  }
  if (crawl.waiting && Date.parse(crawl.waiting.until) > Date.now())
    parts.push(`${waitInWords(crawl.waiting.reason)} until ${time(crawl.waiting.until)}.`);
  if (crawl.message !== undefined) parts.push(crawl.message);
  if (crawl.cutByReddit)
    parts.push(`Reddit listed fewer posts than the ${crawl.limit} that were asked for.`);
  return parts.join(" ");
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
